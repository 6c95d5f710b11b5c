CREATE TABLE base (id integer NOT NULL CHECK (id > 0));
CREATE TABLE other (at date);
CREATE TABLE child (extra text) INHERITS (base);
