SELECT
    con.conrelid AS parent,
    con.oid,
    con.conname AS name,
    k.columns,
    k.include,
    {{ pg_index.indnullsnotdistinct ? i.indnullsnotdistinct : false }} AS nulls_not_distinct,
    {{ pg_constraint.conperiod ? con.conperiod : false }} AS without_overlaps,
    con.condeferrable AS deferrable,
    con.condeferred AS initially_deferred,
    con.conparentid <> 0 AS inherited,
    m.description AS comment
FROM pg_catalog.pg_constraint AS con
JOIN pg_catalog.pg_index AS i ON i.indexrelid = con.conindid
CROSS JOIN LATERAL (
    SELECT
        array_agg(a.attname::text ORDER BY p.n) FILTER (WHERE p.n <= i.indnkeyatts) AS columns,
        array_agg(a.attname::text ORDER BY p.n) FILTER (WHERE p.n > i.indnkeyatts) AS include
    FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS p (attnum, n)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
) AS k
LEFT JOIN pg_catalog.pg_description AS m
    ON m.classoid = 'pg_catalog.pg_constraint'::regclass AND m.objoid = con.oid AND m.objsubid = 0
WHERE con.contype = 'u'
