DROP INDEX one_email;
CREATE UNIQUE INDEX one_email ON users (email) NULLS NOT DISTINCT;
