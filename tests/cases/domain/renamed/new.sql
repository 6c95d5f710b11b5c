ALTER DOMAIN email RENAME TO address;
