CREATE TABLE users (id integer, email text);
COMMENT ON COLUMN users.id IS 'the number';
