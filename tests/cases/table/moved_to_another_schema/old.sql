CREATE SCHEMA billing;
CREATE TABLE bills (id serial PRIMARY KEY);
CREATE VIEW numbers AS SELECT id FROM bills;
