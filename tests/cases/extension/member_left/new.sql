ALTER EXTENSION hstore DROP FUNCTION akeys(hstore);
