SELECT
    t.oid,
    n.nspname AS schema,
    t.typname AS name,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    m.description AS comment,
    pg_catalog.format_type(t.typbasetype, t.typtypmod) AS type,
    NOT t.typnotnull AS nullable,
    coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS default,
    CASE WHEN t.typcollation <> b.typcollation THEN
        CASE WHEN cn.nspname <> 'pg_catalog' THEN quote_ident(cn.nspname) || '.' ELSE '' END
        || quote_ident(co.collname)
    END AS collation
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type AS b ON b.oid = t.typbasetype
LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = t.typcollation
LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
{{ _comment(pg_type, t.oid) }}
WHERE t.typtype = 'd' AND t.oid >= 16384
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_type, t.oid) }}
