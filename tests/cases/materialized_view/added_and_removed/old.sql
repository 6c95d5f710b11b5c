CREATE TABLE bills (id integer, amount numeric);
CREATE MATERIALIZED VIEW old_totals AS SELECT sum(amount) AS total FROM bills;
