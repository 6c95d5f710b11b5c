CREATE FUNCTION step(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 + $2';
CREATE FUNCTION last(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE total(integer) (SFUNC = step, STYPE = integer, INITCOND = '0');
CREATE AGGREGATE middle(float8 ORDER BY float8) (SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_cont_float8_final);
CREATE AGGREGATE old_name(integer) (SFUNC = step, STYPE = integer);
