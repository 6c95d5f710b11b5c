ALTER TABLE a SET UNLOGGED;
ALTER TABLE b SET LOGGED;
ALTER TABLE c SET (fillfactor = 90, autovacuum_enabled = false);
ALTER TABLE c OWNER TO app;
COMMENT ON TABLE c IS 'new';
