CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE FUNCTION to_number(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE CAST (mood AS integer) WITH FUNCTION to_number(mood);
CREATE CAST (mood AS bigint) WITH INOUT;
