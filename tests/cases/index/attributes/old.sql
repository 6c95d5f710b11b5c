CREATE EXTENSION hstore;
CREATE TABLE users (a integer, b hstore);
CREATE INDEX users_expression ON users ((a + 1));
CREATE INDEX users_b ON users USING gist (b gist_hstore_ops (siglen = 32));
CREATE INDEX users_a ON users (a);
