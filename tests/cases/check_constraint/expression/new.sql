ALTER TABLE bills DROP CONSTRAINT positive;
ALTER TABLE bills ADD CONSTRAINT positive CHECK (amount >= 0);
