CREATE TABLE users (email text, status text, deleted timestamptz);
CREATE INDEX partial ON users (email);
CREATE INDEX expression ON users (lower(email));
