CREATE TABLE users (id integer, name text, full_name varchar(80));
