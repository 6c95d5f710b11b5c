-- Those that this database's encoding can use. ICU wrote its locale to collcollate up to 14.
SELECT
    c.oid,
    n.nspname AS schema,
    c.collname AS name,
    pg_catalog.pg_get_userbyid(c.collowner) AS owner,
    m.description AS comment,
    CASE c.collprovider WHEN 'd' THEN 'default' WHEN 'b' THEN 'builtin' WHEN 'i' THEN 'icu'
        ELSE 'libc' END AS provider,
    CASE WHEN c.collprovider IN ('b', 'i') THEN coalesce(
        {{ pg_collation.colllocale ? c.colllocale : NULL }},
        {{ pg_collation.colliculocale ? c.colliculocale : NULL }},
        c.collcollate::text
    ) END AS locale,
    CASE WHEN c.collprovider NOT IN ('b', 'i') THEN c.collcollate::text END AS collate,
    CASE WHEN c.collprovider NOT IN ('b', 'i') THEN c.collctype::text END AS ctype,
    {{ pg_collation.collicurules ? c.collicurules : NULL }} AS rules,
    c.collisdeterministic AS deterministic
FROM pg_catalog.pg_collation AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
{{ _comment(pg_collation, c.oid) }}
WHERE c.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND c.collencoding IN (
        -1, (SELECT encoding FROM pg_catalog.pg_database WHERE datname = current_database())
    )
    AND {{ _not_of_extension(pg_collation, c.oid) }}
