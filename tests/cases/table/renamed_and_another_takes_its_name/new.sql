ALTER TABLE bills RENAME TO old_bills;
CREATE TABLE bills (id uuid PRIMARY KEY, total numeric NOT NULL);
