DROP INDEX totals_id;
ALTER MATERIALIZED VIEW totals RENAME COLUMN total TO amount;
CREATE UNIQUE INDEX totals_key ON totals (id, amount);
ALTER MATERIALIZED VIEW totals OWNER TO app;
