ALTER TABLE bills SET SCHEMA billing;
