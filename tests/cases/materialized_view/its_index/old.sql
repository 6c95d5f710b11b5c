CREATE MATERIALIZED VIEW totals AS SELECT 1 AS id, 2 AS total;
CREATE INDEX totals_id ON totals (id);
