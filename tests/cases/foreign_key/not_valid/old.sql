CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE bills (a integer, b integer CONSTRAINT bills_b REFERENCES users (id));
ALTER TABLE bills ADD CONSTRAINT bills_a FOREIGN KEY (a) REFERENCES users (id) NOT VALID;
