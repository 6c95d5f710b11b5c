ALTER TABLE users DROP COLUMN email;
ALTER TABLE users ADD COLUMN email text;
