SELECT
    n.oid,
    n.nspname AS name,
    pg_catalog.pg_get_userbyid(n.nspowner) AS owner,
    m.description AS comment
FROM pg_catalog.pg_namespace AS n
{{ _comment(pg_namespace, n.oid) }}
WHERE {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_namespace, n.oid) }}
