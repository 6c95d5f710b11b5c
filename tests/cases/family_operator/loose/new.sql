ALTER OPERATOR FAMILY pairs USING btree DROP OPERATOR 1 (pair, integer);
ALTER OPERATOR FAMILY pairs USING btree ADD OPERATOR 1 <<< (pair, bigint);
