-- the numbers of its columns are new ones: none of them was renamed
CREATE TABLE bills (id integer, amount numeric, CONSTRAINT positive CHECK (amount > 0));
