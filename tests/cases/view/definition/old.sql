-- needs 15
CREATE TABLE users (id integer, email text, deleted boolean);
CREATE VIEW mails AS SELECT id, email FROM users;
