DROP OPERATOR CLASS pair_ops USING btree;
CREATE OPERATOR CLASS pair_ops DEFAULT FOR TYPE pair USING btree FAMILY pairs AS OPERATOR 1 <<<, FUNCTION 1 pair_cmp(pair, pair);
COMMENT ON OPERATOR CLASS pair_ops USING btree IS 'by the first';
CREATE OPERATOR CLASS points FOR TYPE point USING gist AS OPERATOR 11 |>>(point, point), FUNCTION 1 gist_point_consistent(internal, point, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal), STORAGE box;
