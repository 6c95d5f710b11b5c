ALTER TABLE bills ALTER id DROP IDENTITY;
CREATE SEQUENCE bills_id_seq AS integer OWNED BY bills.id;
ALTER TABLE bills ALTER id SET DEFAULT nextval('bills_id_seq');
CREATE TABLE lines (id serial);
ALTER TABLE bills ADD number bigserial;
