CREATE TABLE users (id integer);
CREATE VIEW mails AS SELECT id FROM users;
CREATE VIEW second AS SELECT id FROM mails;
