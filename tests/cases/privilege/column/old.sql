CREATE TABLE users (id integer, email text);
CREATE VIEW mails AS SELECT email FROM users;
GRANT SELECT (id) ON users TO reader;
