CREATE TABLE t (id integer, status text, kind text DEFAULT 'status', CHECK (kind IN ('status', 'x')));
CREATE FUNCTION word() RETURNS text LANGUAGE sql AS $$SELECT 'status' /* public.t */$$;
CREATE FUNCTION words() RETURNS SETOF text LANGUAGE sql BEGIN ATOMIC SELECT status FROM t; END;
COMMENT ON TABLE t IS 'the status';
CREATE TABLE t1 (a integer);
CREATE TABLE t2 (a integer, b integer);
CREATE VIEW v AS SELECT t2.a, t1.a AS other FROM t1, t2;
