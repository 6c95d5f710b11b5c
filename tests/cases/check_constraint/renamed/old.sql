CREATE TABLE bills (a integer CONSTRAINT a_positive CHECK (a > 0));
