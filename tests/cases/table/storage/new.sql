ALTER TABLE a SET (fillfactor = 80, toast.autovacuum_enabled = on);
ALTER TABLE b NOT OF;
DROP TABLE c;
CREATE TABLE c (id integer) USING heap2;
