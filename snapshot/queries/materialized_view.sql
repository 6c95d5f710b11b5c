SELECT
    c.oid,
    n.nspname AS schema,
    c.relname AS name,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    m.description AS comment,
    {{ _storage_options(c) }} AS options,
    am.amname AS access_method,
    ts.spcname AS tablespace,
    CASE c.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
        WHEN 'i' THEN 'index' || coalesce(' ' || mark.identity, '') ELSE 'default' END
        AS replica_identity,
    mark.clustered AS cluster_on,
    needs.extensions AS depends_on_extensions,
    string_to_array(pg_catalog.pg_get_viewdef(c.oid), E'\n') AS definition
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN pg_catalog.pg_am AS am ON am.oid = c.relam AND am.amname <> 'heap'
LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = c.reltablespace
LEFT JOIN (
    SELECT
        i.indrelid,
        max(ic.relname::text) FILTER (WHERE i.indisreplident) AS identity,
        max(ic.relname::text) FILTER (WHERE i.indisclustered) AS clustered
    FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS ic ON ic.oid = i.indexrelid
    WHERE i.indisreplident OR i.indisclustered
    GROUP BY i.indrelid
) AS mark ON mark.indrelid = c.oid
{{ _extensions(pg_class, c.oid) }}
{{ _comment(pg_class, c.oid) }}
WHERE c.relkind = 'm' AND c.oid >= 16384 AND c.relpersistence <> 't'
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_class, c.oid) }}
