SELECT
    p.polrelid AS parent,
    p.oid,
    p.polname AS name,
    CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
        WHEN 'd' THEN 'delete' ELSE 'all' END AS command,
    p.polpermissive AS permissive,
    (
        SELECT array_agg(x.name ORDER BY x.name COLLATE "C")
        FROM (
            SELECT CASE WHEN r = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(r)::text END AS name
            FROM unnest(p.polroles) AS r
        ) AS x
    ) AS roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) AS using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) AS check,
    m.description AS comment
FROM pg_catalog.pg_policy AS p
{{ _comment(pg_policy, p.oid) }}
