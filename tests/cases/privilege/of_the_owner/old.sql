-- what the owner has by default is said by nobody; less than that is
CREATE TABLE users (id integer);
ALTER TABLE users OWNER TO app;
GRANT SELECT ON users TO app;
