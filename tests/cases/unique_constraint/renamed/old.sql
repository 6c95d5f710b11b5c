CREATE TABLE a (email text, CONSTRAINT a_email UNIQUE (email));
