CREATE TABLE bills (id serial, code text);
CREATE SEQUENCE codes;
CREATE SEQUENCE free;
