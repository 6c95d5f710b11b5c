-- the same guarantee, but no longer a constraint that a foreign key by name can use
CREATE TABLE a (email text, CONSTRAINT a_email UNIQUE (email));
