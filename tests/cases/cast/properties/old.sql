CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION to_number(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (mood AS integer) WITH FUNCTION to_number(mood);
CREATE CAST (pair AS text) WITH INOUT;
