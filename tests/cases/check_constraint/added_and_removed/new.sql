ALTER TABLE bills DROP CONSTRAINT positive;
ALTER TABLE bills ADD CONSTRAINT paid_enough CHECK (paid >= amount) NO INHERIT;
COMMENT ON CONSTRAINT paid_enough ON bills IS 'or a debt';
