CREATE TABLE users (id integer, email text);
CREATE VIEW old_view AS SELECT id FROM users;
