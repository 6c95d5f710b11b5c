CREATE TABLE users (id integer PRIMARY KEY, name text, mail text);
CREATE TABLE bills (id integer PRIMARY KEY);
CREATE TABLE notes (id integer PRIMARY KEY);
CREATE PUBLICATION news FOR TABLE users (id, name) WHERE (id > 5), bills;
