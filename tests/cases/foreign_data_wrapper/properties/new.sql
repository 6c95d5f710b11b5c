ALTER FOREIGN DATA WRAPPER far HANDLER postgres_fdw_handler OPTIONS (SET debug 'false', SET api_token 'nor this');
COMMENT ON FOREIGN DATA WRAPPER far IS 'reaches far';
GRANT USAGE ON FOREIGN DATA WRAPPER far TO reader;
