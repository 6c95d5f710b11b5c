-- Tables of every sort; partitions too, which the reader folds into the table they belong to.
SELECT
    c.oid,
    n.nspname AS schema,
    c.relname AS name,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    m.description AS comment,
    c.relpersistence = 'u' AS unlogged,
    CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type,
    CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_by,
    CASE WHEN c.relispartition THEN pg_catalog.pg_get_expr(c.relpartbound, c.oid) END AS bound,
    CASE WHEN c.relispartition THEN p.oids[1] END AS partition_of,
    c.relispartition AND p.detaching AS detach_pending,
    CASE WHEN NOT c.relispartition THEN p.names END AS inherits,
    fs.srvname AS foreign_server,
    {{ _options(ft.ftoptions) }} AS foreign_options,
    {{ _storage_options(c) }} AS options,
    am.amname AS access_method,
    ts.spcname AS tablespace,
    CASE CASE WHEN c.relkind <> 'f' THEN c.relreplident END WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
        WHEN 'i' THEN 'index' || coalesce(' ' || mark.identity, '') ELSE 'default' END
        AS replica_identity,
    mark.clustered AS cluster_on,
    c.relrowsecurity AS row_security,
    c.relforcerowsecurity AS force_row_security
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
LEFT JOIN (
    SELECT
        i.inhrelid,
        array_agg(i.inhparent ORDER BY i.inhseqno) AS oids,
        array_agg(quote_ident(pn.nspname) || '.' || quote_ident(pc.relname) ORDER BY i.inhseqno)
            AS names,
        bool_or(i.inhdetachpending) AS detaching
    FROM pg_catalog.pg_inherits AS i
    JOIN pg_catalog.pg_class AS pc ON pc.oid = i.inhparent
    JOIN pg_catalog.pg_namespace AS pn ON pn.oid = pc.relnamespace
    GROUP BY i.inhrelid
) AS p ON p.inhrelid = c.oid
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
LEFT JOIN pg_catalog.pg_foreign_table AS ft ON ft.ftrelid = c.oid
LEFT JOIN pg_catalog.pg_foreign_server AS fs ON fs.oid = ft.ftserver
{{ _comment(pg_class, c.oid) }}
WHERE c.relkind IN ('r', 'p', 'f') AND c.oid >= 16384 AND c.relpersistence <> 't'
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_class, c.oid) }}
