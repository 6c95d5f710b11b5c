-- needs 18
CREATE TABLE users (id integer NOT NULL, name text NOT NULL);
CREATE TABLE bills (id integer NOT NULL);
