CREATE TABLE users (id integer);
CREATE VIEW all_users AS SELECT id FROM users;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
