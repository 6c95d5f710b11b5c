-- needs 18
CREATE TABLE users (id integer NOT NULL, name text CONSTRAINT must_have_name NOT NULL, mail text, zip text NOT NULL);
CREATE DOMAIN amount AS numeric NOT NULL;
ALTER TABLE users ADD CONSTRAINT users_mail_not_null NOT NULL mail NOT VALID;
