DROP OPERATOR CLASS pair_ops USING btree;
CREATE OPERATOR CLASS pair_ops FOR TYPE pair USING btree FAMILY pairs AS OPERATOR 1 <<<, FUNCTION 1 pair_cmp_2(pair, pair);
ALTER OPERATOR FAMILY pairs USING btree ADD FUNCTION 4 (pair, pair) btequalimage(oid);
