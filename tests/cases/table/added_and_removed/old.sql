CREATE TABLE old_users (id integer);
