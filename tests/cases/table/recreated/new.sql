DROP VIEW sums;
DROP TABLE pay;
DROP SEQUENCE numbers;
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad');
CREATE SEQUENCE numbers;
CREATE TABLE pay (id integer, kept text, come integer);
CREATE VIEW sums AS SELECT id FROM pay;
