CREATE TABLE bills (a integer, b integer CONSTRAINT b_positive CHECK (b > 0));
ALTER TABLE bills ADD CONSTRAINT a_positive CHECK (a > 0) NOT VALID;
