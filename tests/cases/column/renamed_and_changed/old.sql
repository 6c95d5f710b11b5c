CREATE TABLE users (id integer, mail varchar(100));
