ALTER SCHEMA billing OWNER TO app;
COMMENT ON SCHEMA public IS 'the usual one';
GRANT CREATE ON SCHEMA public TO writer;
