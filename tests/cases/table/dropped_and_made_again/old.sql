-- the server's numbers differ, the schema does not; the drop took the index along
CREATE TABLE bills (id integer, amount numeric);
CREATE INDEX bills_amount ON bills (amount);
