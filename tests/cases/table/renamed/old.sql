CREATE TABLE members (id serial PRIMARY KEY, email text CHECK (email <> ''), boss integer REFERENCES members (id));
CREATE TABLE bills (member_id integer REFERENCES members (id));
CREATE VIEW active AS SELECT m.id, m.email FROM members m WHERE m.email IS NOT NULL;
CREATE FUNCTION first() RETURNS members LANGUAGE sql AS 'SELECT * FROM members LIMIT 1';
