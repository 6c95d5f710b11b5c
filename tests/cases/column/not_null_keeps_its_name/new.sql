ALTER TABLE users RENAME id TO number;
ALTER TABLE bills RENAME TO invoices;
