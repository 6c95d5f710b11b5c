CREATE TABLE users (id integer NOT NULL, email text, name text NOT NULL);
