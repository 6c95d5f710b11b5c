CREATE TABLE bills (id integer PRIMARY KEY, amount numeric);
