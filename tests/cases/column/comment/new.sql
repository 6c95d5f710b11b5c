COMMENT ON COLUMN users.id IS NULL;
COMMENT ON COLUMN users.email IS E'where to "write"\nsecond line, with é and a | pipe';
