CREATE TABLE users (email text);
CREATE INDEX old_name ON users (email);
