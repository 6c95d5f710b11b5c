DROP TABLE bills;
CREATE TABLE bills (id integer, amount numeric);
