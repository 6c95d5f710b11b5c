CREATE TABLE t (a integer, b integer, c integer, CHECK (a < b));
CREATE INDEX i ON t (a, (b + c)) WHERE a > 0;
CREATE TABLE chain (a integer, b integer, CHECK (a < b));
CREATE TABLE u (a integer, b integer);
CREATE VIEW v AS SELECT a, b, c AS d FROM t;
CREATE VIEW w AS SELECT x.a, u.b, t.a AS c FROM t JOIN u ON t.a = u.a JOIN t x ON x.b = t.b WHERE EXISTS (SELECT 1 FROM chain WHERE a = t.a);
CREATE VIEW y AS SELECT a FROM t UNION SELECT a FROM u;
CREATE VIEW only_u AS SELECT u.a, extract(year FROM now()) AS year FROM u;
