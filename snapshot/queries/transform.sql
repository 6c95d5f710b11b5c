SELECT
    t.oid,
    pg_catalog.format_type(t.trftype, NULL) || ' language ' || quote_ident(l.lanname) AS name,
    m.description AS comment,
    nullif(t.trffromsql::oid, 0)::regprocedure::text AS from_sql,
    nullif(t.trftosql::oid, 0)::regprocedure::text AS to_sql
FROM pg_catalog.pg_transform AS t
JOIN pg_catalog.pg_language AS l ON l.oid = t.trflang
{{ _comment(pg_transform, t.oid) }}
WHERE t.oid >= 16384
    AND {{ _not_of_extension(pg_transform, t.oid) }}
