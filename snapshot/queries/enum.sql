SELECT
    t.oid,
    n.nspname AS schema,
    t.typname AS name,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    m.description AS comment,
    l.labels,
    l.labels_oid
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN (
    SELECT
        e.enumtypid,
        array_agg(e.enumlabel::text ORDER BY e.enumsortorder) AS labels,
        array_agg(e.oid ORDER BY e.enumsortorder) AS labels_oid
    FROM pg_catalog.pg_enum AS e
    GROUP BY e.enumtypid
) AS l ON l.enumtypid = t.oid
{{ _comment(pg_type, t.oid) }}
WHERE t.typtype = 'e' AND t.oid >= 16384
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_type, t.oid) }}
