ALTER TABLE bills DROP CONSTRAINT bills_user_id_fkey;
ALTER TABLE bills ADD CONSTRAINT bills_payer FOREIGN KEY (payer_id) REFERENCES users (id) ON DELETE CASCADE;
COMMENT ON CONSTRAINT bills_payer ON bills IS 'who pays';
