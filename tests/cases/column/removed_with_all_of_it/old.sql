CREATE TABLE users (id integer, email text, name text, number serial, PRIMARY KEY (id),
  UNIQUE (email, name), CHECK (email <> name), CHECK (name <> ''));
CREATE INDEX users_lower ON users (lower(email));
CREATE INDEX users_name ON users (name) WHERE email IS NULL;
CREATE INDEX users_id_name ON users (id, name);
CREATE STATISTICS users_st ON email, name FROM users;
CREATE TABLE bills ("user" integer REFERENCES users);
