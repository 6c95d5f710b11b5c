ALTER TABLE t RENAME status TO state;
ALTER TABLE t DROP CONSTRAINT t_kind_check;
ALTER TABLE t ADD CHECK (kind IN ('state', 'x'));
ALTER TABLE t ALTER kind SET DEFAULT 'state';
CREATE OR REPLACE FUNCTION word() RETURNS text LANGUAGE sql AS $$SELECT 'state' /* public.t */$$;
COMMENT ON TABLE t IS 'the state';
ALTER TABLE t1 RENAME a TO b;
CREATE OR REPLACE VIEW v AS SELECT t2.b AS a, t1.b AS other FROM t1, t2;
