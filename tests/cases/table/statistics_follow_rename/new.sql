ALTER TABLE users RENAME TO people;
ALTER TABLE people RENAME city TO town;
