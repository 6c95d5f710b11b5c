CREATE TABLE t (a integer NOT NULL, b integer NOT NULL, time integer, clock integer, CONSTRAINT t_key PRIMARY KEY (a),
    CONSTRAINT t_unique UNIQUE (a) INCLUDE (time), CONSTRAINT kept UNIQUE (b), at timestamptz,
    CONSTRAINT t_check CHECK (a > 0), CONSTRAINT kept_check CHECK (b > 0 AND at > 'epoch'::text::timestamp with time zone));
CREATE TABLE refers (x integer, y integer, CONSTRAINT r FOREIGN KEY (x) REFERENCES t (b));
CREATE INDEX i ON t (a, (a + 1), time) WHERE a > 0;
CREATE INDEX kept_index ON t (a, (a + 1), time) WHERE a > 0;
CREATE VIEW replaced AS SELECT t.a AS "out" FROM t;
CREATE VIEW kept_view AS SELECT t.a AS "out" FROM t;
