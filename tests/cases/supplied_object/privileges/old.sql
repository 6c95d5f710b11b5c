CREATE EXTENSION hstore;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO reader;
GRANT USAGE ON TYPE hstore TO reader WITH GRANT OPTION;
