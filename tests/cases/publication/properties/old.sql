CREATE TABLE users (id integer PRIMARY KEY);
CREATE PUBLICATION news FOR TABLE users WITH (publish = 'insert, update');
CREATE PUBLICATION old_name;
