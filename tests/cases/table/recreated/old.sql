CREATE TABLE pay (id integer, kept text, gone integer);
CREATE VIEW sums AS SELECT id FROM pay;
CREATE SEQUENCE numbers;
CREATE TYPE mood AS ENUM ('sad');
