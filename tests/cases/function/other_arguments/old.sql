-- another signature is another function
CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
