-- Structure from the catalog's columns; only what is an expression is deparsed.
SELECT
    i.indrelid AS parent,
    i.indexrelid AS oid,
    c.relname AS name,
    i.indisunique AS unique,
    am.amname AS using,
    k.keys,
    k.include,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
    {{ pg_index.indnullsnotdistinct ? i.indnullsnotdistinct : false }} AS nulls_not_distinct,
    i.indisvalid AND i.indisready AS valid,
    (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(c.reloptions) AS o) AS options,
    ts.spcname AS tablespace,
    needs.extensions AS depends_on_extensions,
    up.oid IS NOT NULL
        AND (c.reloptions, c.reltablespace) IS NOT DISTINCT FROM (up.reloptions, up.reltablespace)
        AS inherited,
    m.description AS comment
FROM pg_catalog.pg_index AS i
JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am AS am ON am.oid = c.relam
JOIN (
    SELECT
        x.indexrelid,
        json_agg(json_strip_nulls(json_build_object(
            'column', a.attname,
            'expression', CASE WHEN p.attnum = 0
                THEN pg_catalog.pg_get_indexdef(x.indexrelid, p.n::int, false) END,
            'opclass', CASE WHEN NOT oc.opcdefault OR ia.attoptions IS NOT NULL THEN
                CASE WHEN ocn.nspname <> 'pg_catalog' THEN quote_ident(ocn.nspname) || '.' ELSE '' END
                || quote_ident(oc.opcname) END,
            'options', ia.attoptions,
            'collation', CASE WHEN p.collation_oid NOT IN (0, coalesce(a.attcollation, 100)) THEN
                CASE WHEN cn.nspname <> 'pg_catalog' THEN quote_ident(cn.nspname) || '.' ELSE '' END
                || quote_ident(co.collname) END,
            'descending', CASE WHEN p.flags & 1 = 1 THEN true END,
            'nulls', CASE p.flags & 3 WHEN 1 THEN 'last' WHEN 2 THEN 'first' END,
            'statistics', nullif(ia.attstattarget, -1)
        )) ORDER BY p.n) FILTER (WHERE p.n <= x.indnkeyatts) AS keys,
        array_agg(a.attname::text ORDER BY p.n) FILTER (WHERE p.n > x.indnkeyatts) AS include
    FROM pg_catalog.pg_index AS x
    CROSS JOIN LATERAL unnest(
        x.indkey::int2[], x.indclass::oid[], x.indcollation::oid[], x.indoption::int2[]
    ) WITH ORDINALITY AS p (attnum, opclass_oid, collation_oid, flags, n)
    LEFT JOIN pg_catalog.pg_attribute AS a
        ON a.attrelid = x.indrelid AND a.attnum = p.attnum AND p.attnum <> 0
    LEFT JOIN pg_catalog.pg_attribute AS ia ON ia.attrelid = x.indexrelid AND ia.attnum = p.n
    LEFT JOIN pg_catalog.pg_opclass AS oc ON oc.oid = p.opclass_oid
    LEFT JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
    LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = p.collation_oid
    LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
    WHERE x.indrelid >= 16384
    GROUP BY x.indexrelid
) AS k ON k.indexrelid = i.indexrelid
LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = c.reltablespace
LEFT JOIN pg_catalog.pg_inherits AS inh ON inh.inhrelid = i.indexrelid
LEFT JOIN pg_catalog.pg_class AS up ON up.oid = inh.inhparent
{{ _extensions(pg_class, c.oid) }}
{{ _comment(pg_class, c.oid) }}
WHERE c.relpersistence <> 't'
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_constraint AS con
        WHERE con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x')
    )
