-- needs 15
CREATE TABLE a (id integer, email text, CONSTRAINT a_email UNIQUE (email));
