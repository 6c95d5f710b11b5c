CREATE SCHEMA billing;
CREATE TYPE billing.state AS ENUM ('open', 'paid');
CREATE TABLE billing.bills (id serial PRIMARY KEY, state billing.state DEFAULT 'open');
CREATE TABLE notes (bill_id integer REFERENCES billing.bills (id));
CREATE VIEW open_bills AS SELECT id FROM billing.bills WHERE state = 'open';
