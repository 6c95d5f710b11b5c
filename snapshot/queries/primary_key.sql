SELECT
    con.conrelid AS parent,
    con.oid,
    con.conname AS name,
    k.columns,
    k.include,
    {{ pg_constraint.conperiod ? con.conperiod : false }} AS without_overlaps,
    con.condeferrable AS deferrable,
    con.condeferred AS initially_deferred,
    k.valid,
    (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(ic.reloptions) AS o) AS options,
    ts.spcname AS tablespace,
    con.conparentid <> 0
        AND (ic.reloptions, ic.reltablespace) IS NOT DISTINCT FROM (up.reloptions, up.reltablespace)
        AS inherited,
    m.description AS comment
FROM pg_catalog.pg_constraint AS con
JOIN (
    SELECT
        i.indexrelid,
        i.indisvalid AS valid,
        array_agg(a.attname::text ORDER BY p.n) FILTER (WHERE p.n <= i.indnkeyatts) AS columns,
        array_agg(a.attname::text ORDER BY p.n) FILTER (WHERE p.n > i.indnkeyatts) AS include
    FROM pg_catalog.pg_index AS i
    CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS p (attnum, n)
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = p.attnum
    WHERE i.indisprimary AND i.indrelid >= 16384
    GROUP BY i.indexrelid, i.indisvalid
) AS k ON k.indexrelid = con.conindid
JOIN pg_catalog.pg_class AS ic ON ic.oid = con.conindid
LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = ic.reltablespace
LEFT JOIN pg_catalog.pg_inherits AS inh ON inh.inhrelid = con.conindid
LEFT JOIN pg_catalog.pg_class AS up ON up.oid = inh.inhparent
{{ _comment(pg_constraint, con.oid) }}
WHERE con.contype = 'p'
