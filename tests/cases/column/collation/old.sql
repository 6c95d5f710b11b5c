CREATE COLLATION public.own (locale = 'C');
CREATE TABLE users (name text, city text COLLATE "C", street text);
