ALTER SCHEMA billing RENAME TO money;
