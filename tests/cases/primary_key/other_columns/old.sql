CREATE TABLE a (id integer NOT NULL, name text NOT NULL, note text, CONSTRAINT a_pkey PRIMARY KEY (id));
