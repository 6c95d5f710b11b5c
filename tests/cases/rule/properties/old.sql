CREATE TABLE users (id integer, name text);
CREATE TABLE log (what text);
CREATE VIEW names AS SELECT name FROM users;
CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING;
CREATE RULE note AS ON UPDATE TO users WHERE new.id > 5 DO ALSO INSERT INTO log VALUES ('update');
CREATE RULE old_name AS ON INSERT TO names DO INSTEAD INSERT INTO users (name) VALUES (new.name);
