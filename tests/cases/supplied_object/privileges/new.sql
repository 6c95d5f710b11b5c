GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO writer;
REVOKE USAGE ON TYPE hstore FROM PUBLIC;
GRANT SELECT (rolname) ON pg_catalog.pg_authid TO reader;
REVOKE EXECUTE ON FUNCTION hstore(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hstore(text, text) TO PUBLIC;
