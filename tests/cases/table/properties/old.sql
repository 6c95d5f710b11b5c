CREATE TABLE a (id integer);
CREATE UNLOGGED TABLE b (id integer);
CREATE TABLE c (id integer) WITH (fillfactor = 70);
COMMENT ON TABLE c IS 'old';
