DROP TABLE old_users;
CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text NOT NULL UNIQUE, boss bigint REFERENCES users (id), CHECK (email <> ''));
COMMENT ON TABLE users IS 'people';
