ALTER TABLE child ADD COLUMN at date;
ALTER TABLE child INHERIT other;
CREATE TABLE second () INHERITS (base, other);
