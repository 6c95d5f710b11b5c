ALTER OPERATOR === (box, point) SET (RESTRICT = NONE, JOIN = eqjoinsel);
COMMENT ON OPERATOR !!! (NONE, integer) IS 'turns the sign';
DROP OPERATOR ~~~ (integer, integer);
