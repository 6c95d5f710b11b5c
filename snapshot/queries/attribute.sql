-- Fields of composite types hang on the type's own pg_class row.
SELECT
    t.oid AS parent,
    a.attnum AS oid,
    a.attname AS name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
    CASE WHEN a.attcollation <> b.typcollation THEN
        CASE WHEN cn.nspname <> 'pg_catalog' THEN quote_ident(cn.nspname) || '.' ELSE '' END
        || quote_ident(co.collname)
    END AS collation,
    m.description AS comment
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid AND c.relkind = 'c'
JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
JOIN pg_catalog.pg_type AS b ON b.oid = a.atttypid
LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = a.attcollation
LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
LEFT JOIN pg_catalog.pg_description AS m
    ON m.classoid = 'pg_catalog.pg_class'::regclass
    AND m.objoid = a.attrelid AND m.objsubid = a.attnum
WHERE t.oid >= 16384 AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY t.oid, a.attnum
