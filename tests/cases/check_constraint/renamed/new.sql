ALTER TABLE bills RENAME CONSTRAINT a_positive TO bills_a_check;
