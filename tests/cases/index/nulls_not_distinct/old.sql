-- needs 15
CREATE TABLE users (email text);
CREATE UNIQUE INDEX one_email ON users (email);
