CREATE TABLE a (id integer, name text);
CREATE TABLE b (id integer PRIMARY KEY, name text);
