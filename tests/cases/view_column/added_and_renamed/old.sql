CREATE TABLE users (id integer, email text);
CREATE VIEW mails AS SELECT id, email FROM users;
