CREATE SCHEMA legacy;
CREATE TABLE legacy.a (id serial PRIMARY KEY);
CREATE VIEW legacy.v AS SELECT * FROM legacy.a;
CREATE TABLE b (a integer REFERENCES legacy.a);
