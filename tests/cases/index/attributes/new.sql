ALTER INDEX users_expression ALTER COLUMN 1 SET STATISTICS 100;
DROP INDEX users_b;
CREATE INDEX users_b ON users USING gist (b gist_hstore_ops (siglen = 64));
ALTER INDEX users_a DEPENDS ON EXTENSION hstore;
