CREATE OR REPLACE AGGREGATE total(integer) (SFUNC = step, STYPE = integer, INITCOND = '1', FINALFUNC = last, FINALFUNC_MODIFY = shareable, PARALLEL = safe);
COMMENT ON AGGREGATE middle(float8 ORDER BY float8) IS 'the middle';
REVOKE EXECUTE ON FUNCTION middle(float8, float8) FROM PUBLIC;
ALTER AGGREGATE old_name(integer) RENAME TO new_name;
