SELECT
    c.oid,
    n.nspname AS schema,
    c.relname AS name,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    m.description AS comment,
    (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(c.reloptions) AS o) AS options,
    string_to_array(pg_catalog.pg_get_viewdef(c.oid), E'\n') AS definition
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
{{ _comment(pg_class, c.oid) }}
WHERE c.relkind = 'v' AND c.oid >= 16384 AND c.relpersistence <> 't'
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_class, c.oid) }}
