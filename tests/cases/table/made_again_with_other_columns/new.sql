DROP TABLE bills;
CREATE TABLE bills (total numeric, id integer);
