CREATE TABLE bills (amount numeric CONSTRAINT positive CHECK (amount > 0));
