CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE bills (user_id integer CONSTRAINT old_name REFERENCES users (id));
