SELECT
    t.oid,
    n.nspname AS schema,
    t.typname AS name,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    m.description AS comment
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
{{ _comment(pg_type, t.oid) }}
WHERE t.typtype = 'c' AND t.oid >= 16384
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_type, t.oid) }}
