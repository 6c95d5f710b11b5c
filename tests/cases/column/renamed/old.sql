CREATE TABLE users (id integer PRIMARY KEY, mail text UNIQUE CHECK (mail <> ''), boss integer REFERENCES users (id));
CREATE INDEX users_lower_mail ON users (lower(mail)) WHERE mail IS NOT NULL;
CREATE VIEW mails AS SELECT id, mail FROM users WHERE mail IS NOT NULL;
