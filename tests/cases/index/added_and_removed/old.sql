CREATE TABLE users (id integer, email text, at timestamptz);
CREATE INDEX users_email ON users (email);
