-- Structure from the catalog's columns; only what is an expression is deparsed. Columns are looked up
-- one by one: joined, they would be sought among all columns there are.
WITH own AS MATERIALIZED (
    SELECT i.*, c.relname, c.relam, c.reloptions, c.reltablespace
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
    WHERE i.indrelid >= 16384 AND c.relpersistence <> 't' AND c.relnamespace <> 'pg_toast'::regnamespace
        AND NOT EXISTS (
            SELECT FROM pg_catalog.pg_constraint AS con
            WHERE con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x')
        )
)
SELECT
    i.indrelid AS parent,
    i.indexrelid AS oid,
    i.relname AS name,
    i.indisunique AS unique,
    am.amname AS using,
    k.keys::json AS keys,
    k.include,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS predicate,
    {{ pg_index.indnullsnotdistinct ? i.indnullsnotdistinct : false }} AS nulls_not_distinct,
    i.indisvalid AND i.indisready AS valid,
    CASE WHEN i.reloptions IS NOT NULL THEN
        (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(i.reloptions) AS o) END AS options,
    ts.spcname AS tablespace,
    needs.extensions AS depends_on_extensions,
    up.oid IS NOT NULL
        AND (i.reloptions, i.reltablespace) IS NOT DISTINCT FROM (up.reloptions, up.reltablespace)
        AS inherited,
    m.description AS comment
FROM own AS i
JOIN pg_catalog.pg_am AS am ON am.oid = i.relam
JOIN (
    SELECT
        x.indexrelid,
        '[' || string_agg(
            CASE WHEN p.attnum <> 0 AND p.flags = 0 AND oc.opcdefault AND co.oid IS NULL
                AND ia.attoptions IS NULL AND coalesce(ia.attstattarget, -1) = -1
            THEN '{"column":' || to_json(a.attname) || '}' -- most are nothing but a column
            ELSE json_strip_nulls(json_build_object(
                'column', a.attname,
                'expression', CASE WHEN p.attnum = 0
                    THEN pg_catalog.pg_get_indexdef(x.indexrelid, p.n::int, false) END,
                'opclass', CASE WHEN NOT oc.opcdefault OR ia.attoptions IS NOT NULL THEN
                    CASE WHEN ocn.nspname <> 'pg_catalog' THEN quote_ident(ocn.nspname) || '.'
                    ELSE '' END || quote_ident(oc.opcname) END,
                'options', ia.attoptions,
                'collation', CASE WHEN cn.nspname <> 'pg_catalog' THEN quote_ident(cn.nspname) || '.'
                    ELSE '' END || quote_ident(co.collname),
                'descending', CASE WHEN p.flags & 1 = 1 THEN true END,
                'nulls', CASE p.flags & 3 WHEN 1 THEN 'last' WHEN 2 THEN 'first' END,
                'statistics', nullif(ia.attstattarget, -1)
            ))::text END,
            ',' ORDER BY p.n
        ) FILTER (WHERE p.n <= x.indnkeyatts) || ']' AS keys,
        array_agg(a.attname::text ORDER BY p.n) FILTER (WHERE p.n > x.indnkeyatts) AS include
    FROM own AS x
    CROSS JOIN LATERAL unnest(
        x.indkey::int2[], x.indclass::oid[], x.indcollation::oid[], x.indoption::int2[]
    ) WITH ORDINALITY AS p (attnum, opclass_oid, collation_oid, flags, n)
    LEFT JOIN LATERAL (
        SELECT attname, attcollation FROM pg_catalog.pg_attribute
        WHERE attrelid = x.indrelid AND attnum = p.attnum AND p.attnum <> 0 OFFSET 0
    ) AS a ON true
    LEFT JOIN LATERAL (
        SELECT attoptions, attstattarget FROM pg_catalog.pg_attribute
        WHERE attrelid = x.indexrelid AND attnum = p.n OFFSET 0
    ) AS ia ON true
    LEFT JOIN pg_catalog.pg_opclass AS oc ON oc.oid = p.opclass_oid
    LEFT JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
    LEFT JOIN pg_catalog.pg_collation AS co
        ON co.oid = p.collation_oid AND p.collation_oid <> coalesce(a.attcollation, 100)
    LEFT JOIN pg_catalog.pg_namespace AS cn ON cn.oid = co.collnamespace
    GROUP BY x.indexrelid
) AS k ON k.indexrelid = i.indexrelid
LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = i.reltablespace
LEFT JOIN pg_catalog.pg_inherits AS inh ON inh.inhrelid = i.indexrelid
LEFT JOIN pg_catalog.pg_class AS up ON up.oid = inh.inhparent
{{ _extensions(pg_class, i.indexrelid) }}
{{ _comment(pg_class, i.indexrelid) }}
