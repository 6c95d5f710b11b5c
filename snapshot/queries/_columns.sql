-- The columns of every catalog of this server: those that the role may read, and the others. Whole
-- catalogs are asked first, since asking for each column is slow.
SELECT
    c.relname AS catalog,
    array_agg(a.attname::text) FILTER (WHERE a.readable) AS readable,
    array_agg(a.attname::text) FILTER (WHERE NOT a.readable) AS closed
FROM (
    SELECT oid, relname, pg_catalog.has_table_privilege(oid, 'SELECT') AS readable
    FROM pg_catalog.pg_class
    WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind IN ('r', 'v')
    OFFSET 0
) AS c
CROSS JOIN LATERAL (
    SELECT
        attname,
        c.readable OR pg_catalog.has_column_privilege(c.oid, attnum, 'SELECT') AS readable
    FROM pg_catalog.pg_attribute
    WHERE attrelid = c.oid AND (attnum > 0 OR attname = 'tableoid') AND NOT attisdropped
) AS a
GROUP BY c.relname
