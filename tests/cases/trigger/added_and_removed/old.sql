CREATE TABLE users (id integer, email text, at timestamptz);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER gone AFTER DELETE ON users EXECUTE FUNCTION stamp();
