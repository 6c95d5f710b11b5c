ALTER DATABASE chronicle_case SET timezone = 'Europe/Paris';
ALTER DATABASE chronicle_case OWNER TO app;
COMMENT ON DATABASE chronicle_case IS 'the main one';
GRANT CONNECT ON DATABASE chronicle_case TO reader;
REVOKE TEMPORARY ON DATABASE chronicle_case FROM PUBLIC;
