CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE bills (id integer PRIMARY KEY, user_id integer REFERENCES users (id), payer_id integer);
