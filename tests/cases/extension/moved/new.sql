ALTER EXTENSION hstore SET SCHEMA tools;
COMMENT ON EXTENSION hstore IS 'key and value';
