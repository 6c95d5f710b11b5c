-- needs 18
CREATE EXTENSION btree_gist;
CREATE TABLE rooms (id integer, during tsrange, CONSTRAINT rooms_pkey PRIMARY KEY (id, during));
