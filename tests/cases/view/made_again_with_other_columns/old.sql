CREATE TABLE users (id integer, email text, name text);
CREATE VIEW people AS SELECT id, email FROM users;
