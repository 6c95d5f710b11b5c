CREATE TABLE users (id integer);
GRANT SELECT, INSERT ON users TO app;
GRANT ALL ON users TO writer;
