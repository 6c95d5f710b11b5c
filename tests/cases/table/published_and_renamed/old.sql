CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE PUBLICATION news FOR TABLE users (id, name) WHERE (id > 5);
