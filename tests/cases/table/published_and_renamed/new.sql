ALTER TABLE users RENAME id TO number;
ALTER TABLE users RENAME TO people;
