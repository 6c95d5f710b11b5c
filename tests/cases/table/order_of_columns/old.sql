-- the order changes because a column is dropped and added again
CREATE TABLE users (id integer, email text, name text);
