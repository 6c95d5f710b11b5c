DROP INDEX users_email;
CREATE UNIQUE INDEX users_id ON users (id);
CREATE INDEX users_at ON users USING brin (at) WITH (pages_per_range = 64);
COMMENT ON INDEX users_at IS 'for reports';
