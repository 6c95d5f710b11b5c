CREATE TYPE pair AS (a integer, b integer);
CREATE FUNCTION pair_less(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a < $2.a';
CREATE FUNCTION pair_cmp(pair, pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';
CREATE OPERATOR <<< (FUNCTION = pair_less, LEFTARG = pair, RIGHTARG = pair);
CREATE OPERATOR FAMILY pairs USING btree;
CREATE OPERATOR CLASS pair_ops FOR TYPE pair USING btree FAMILY pairs AS OPERATOR 1 <<<, FUNCTION 1 pair_cmp(pair, pair);

CREATE FUNCTION pair_cmp_2(pair, pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 0';
