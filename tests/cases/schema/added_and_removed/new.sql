DROP SCHEMA old;
CREATE SCHEMA billing;
COMMENT ON SCHEMA billing IS 'money';
CREATE TABLE billing.bills (id integer);
