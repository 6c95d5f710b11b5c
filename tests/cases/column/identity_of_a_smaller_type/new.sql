ALTER SEQUENCE bills_id_seq AS bigint;
