-- a grant and its revocation leave the default written out: nobody can do more or less
CREATE TABLE users (id integer);
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE TABLE marker (id integer);
