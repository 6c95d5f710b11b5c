-- needs 18
CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE bills (a integer CONSTRAINT bills_a REFERENCES users (id), b integer CONSTRAINT bills_b CHECK (b > 0));
