-- Whoever may not read the catalog gets an error, not an empty list: the view that all may read
-- does not tell "no options" from "not for you". No value leaves the server.
SELECT
    u.umserver AS parent,
    u.oid,
    CASE WHEN u.umuser = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(u.umuser)::text END
        AS "user",
    (
        SELECT array_agg(o.name || '=***' ORDER BY o.name COLLATE "C")
        FROM (SELECT split_part(x, '=', 1) AS name FROM unnest(u.umoptions) AS x) AS o
    ) AS options
FROM pg_catalog.pg_user_mapping AS u
