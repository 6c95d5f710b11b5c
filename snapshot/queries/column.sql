-- In the order of the table. Dropped columns leave gaps in attnum; only the order is a fact.
SELECT
    a.attrelid AS parent,
    a.attnum AS oid,
    a.attname AS name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
    nullif(NOT a.attnotnull, true) AS nullable, -- NULL is the default, here and below
    CASE WHEN a.attgenerated = '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS default,
    CASE WHEN a.attgenerated <> '' THEN pg_catalog.pg_get_expr(d.adbin, d.adrelid) END AS generated,
    nullif(a.attgenerated = 'v', false) AS virtual,
    CASE WHEN a.attidentity <> '' THEN json_strip_nulls(json_build_object(
        'generation', CASE a.attidentity WHEN 'a' THEN 'always' ELSE 'by default' END,
        'sequence', s.name,
        'start', s.seqstart,
        'increment', s.seqincrement,
        'min_value', nullif(s.seqmin, CASE WHEN s.seqincrement > 0 THEN 1 ELSE s.lowest END),
        'max_value', nullif(s.seqmax, CASE WHEN s.seqincrement > 0 THEN s.highest ELSE -1 END),
        'cache', s.seqcache,
        'cycle', s.seqcycle,
        'unlogged', s.relpersistence = 'u' AND c.relpersistence <> 'u',
        'comment', s.description
    )) END AS identity,
    CASE WHEN a.attcollation <> t.typcollation THEN (
        SELECT CASE WHEN cn.nspname <> 'pg_catalog' THEN quote_ident(cn.nspname) || '.' ELSE '' END
            || quote_ident(co.collname)
        FROM pg_catalog.pg_collation AS co
        JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
        WHERE co.oid = a.attcollation
    ) END AS collation,
    CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'plain'
        WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END END AS storage,
    CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
    nullif(a.attstattarget, -1) AS statistics,
    CASE WHEN a.attoptions IS NOT NULL THEN
        (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(a.attoptions) AS o) END AS options,
    {{ _options(a.attfdwoptions) }} AS foreign_options,
    nullif(a.attinhcount > 0 AND NOT a.attislocal AND NOT c.relispartition, false) AS inherited,
    m.description AS comment
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_description AS m
    ON m.classoid = 'pg_catalog.pg_class'::regclass
    AND m.objoid = a.attrelid AND m.objsubid = a.attnum
LEFT JOIN (
    SELECT
        dep.refobjid,
        dep.refobjsubid,
        quote_ident(sn.nspname) || '.' || quote_ident(sc.relname) AS name,
        q.*,
        sc.relpersistence,
        m.description,
        -- the ends of the column's type: a sequence of a smaller one has an end of its own
        CASE ac.atttypid
            WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648
            ELSE -9223372036854775808 END AS lowest,
        CASE ac.atttypid
            WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
            ELSE 9223372036854775807 END AS highest
    FROM pg_catalog.pg_depend AS dep
    JOIN pg_catalog.pg_sequence AS q ON q.seqrelid = dep.objid
    JOIN pg_catalog.pg_attribute AS ac ON ac.attrelid = dep.refobjid AND ac.attnum = dep.refobjsubid
    JOIN pg_catalog.pg_class AS sc ON sc.oid = q.seqrelid
    JOIN pg_catalog.pg_namespace AS sn ON sn.oid = sc.relnamespace
    {{ _comment(pg_class, sc.oid) }}
    WHERE dep.classid = 'pg_catalog.pg_class'::regclass
        AND dep.refclassid = 'pg_catalog.pg_class'::regclass AND dep.deptype = 'i'
) AS s ON s.refobjid = a.attrelid AND s.refobjsubid = a.attnum AND a.attidentity <> ''
WHERE c.relkind IN ('r', 'p', 'f') AND c.oid >= 16384 AND c.relpersistence <> 't'
    AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
