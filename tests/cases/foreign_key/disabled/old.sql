CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE bills (user_id integer REFERENCES users);
