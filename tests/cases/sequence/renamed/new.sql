ALTER SEQUENCE bills_id_seq RENAME TO bill_numbers;
