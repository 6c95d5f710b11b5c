CREATE TYPE kind AS ENUM ('a');
CREATE TABLE users (id serial PRIMARY KEY, a integer, b integer);
CREATE TABLE bills ("user" integer REFERENCES users, kind kind);
CREATE STATISTICS st ON a, b FROM users;
CREATE PUBLICATION p FOR TABLE users, bills;
CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touch BEFORE INSERT ON bills FOR EACH ROW EXECUTE FUNCTION touched();
