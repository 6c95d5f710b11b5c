DROP MATERIALIZED VIEW old_totals;
CREATE MATERIALIZED VIEW totals WITH (fillfactor = 80) AS SELECT id, sum(amount) AS total FROM bills GROUP BY id;
CREATE UNIQUE INDEX totals_id ON totals (id);
COMMENT ON MATERIALIZED VIEW totals IS 'every night';
GRANT SELECT ON totals TO reader;
