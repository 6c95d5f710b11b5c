SELECT
    a.attrelid AS parent,
    a.attnum AS oid,
    a.attname AS name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
    pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS default,
    CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'plain'
        WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended' ELSE 'main' END END AS storage,
    CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
    nullif(a.attstattarget, -1) AS statistics,
    CASE WHEN a.attoptions IS NOT NULL THEN
        (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(a.attoptions) AS o) END AS options,
    m.description AS comment
FROM pg_catalog.pg_attribute AS a
JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_description AS m
    ON m.classoid = 'pg_catalog.pg_class'::regclass
    AND m.objoid = a.attrelid AND m.objsubid = a.attnum
WHERE c.relkind IN ('v', 'm') AND c.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attrelid, a.attnum
