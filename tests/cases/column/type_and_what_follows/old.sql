CREATE TABLE t (id integer PRIMARY KEY, s varchar(10) DEFAULT 'new' CHECK (s <> 'x'), n integer DEFAULT 1);
CREATE INDEX t_s ON t (s) WHERE s <> 'gone';
CREATE TABLE u (t integer REFERENCES t);
