CREATE TABLE parent (id integer NOT NULL, name text, CHECK (id > 0));
CREATE TABLE child (more text) INHERITS (parent);
CREATE TABLE own (name text) INHERITS (parent);
