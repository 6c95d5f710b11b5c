CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE EVENT TRIGGER watch_tables ON ddl_command_end WHEN TAG IN ('DROP TABLE', 'CREATE TABLE') EXECUTE FUNCTION watch();
CREATE EVENT TRIGGER watch_drops ON sql_drop EXECUTE FUNCTION watch();
CREATE EVENT TRIGGER old_name ON ddl_command_start EXECUTE FUNCTION watch();
