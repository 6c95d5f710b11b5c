SELECT
    con.conrelid AS parent,
    con.oid,
    con.conname AS name,
    k.columns,
    quote_ident(fn.nspname) || '.' || quote_ident(fc.relname) AS references,
    k.referenced_columns,
    a.actions[strpos('arcnd', con.confupdtype::text)] AS on_update,
    a.actions[strpos('arcnd', con.confdeltype::text)] AS on_delete,
    {{ pg_constraint.confdelsetcols ? s.columns : NULL }} AS on_delete_columns,
    CASE con.confmatchtype WHEN 'f' THEN 'full' WHEN 'p' THEN 'partial' ELSE 'simple' END AS match,
    {{ pg_constraint.conperiod ? con.conperiod : false }} AS period,
    con.condeferrable AS deferrable,
    con.condeferred AS initially_deferred,
    con.convalidated AS valid,
    {{ pg_constraint.conenforced ? con.conenforced : true }} AS enforced,
    t.disabled,
    con.conparentid <> 0 AND NOT t.disabled AS inherited,
    m.description AS comment
FROM pg_catalog.pg_constraint AS con
JOIN pg_catalog.pg_class AS fc ON fc.oid = con.confrelid
JOIN pg_catalog.pg_namespace AS fn ON fn.oid = fc.relnamespace
CROSS JOIN (
    SELECT ARRAY['no action', 'restrict', 'cascade', 'set null', 'set default'] AS actions
) AS a
CROSS JOIN LATERAL (
    SELECT
        array_agg(l.attname::text ORDER BY p.n) AS columns,
        array_agg(r.attname::text ORDER BY p.n) AS referenced_columns
    FROM unnest(con.conkey, con.confkey) WITH ORDINALITY AS p (here, there, n)
    JOIN pg_catalog.pg_attribute AS l ON l.attrelid = con.conrelid AND l.attnum = p.here
    JOIN pg_catalog.pg_attribute AS r ON r.attrelid = con.confrelid AND r.attnum = p.there
) AS k
{{ pg_constraint.confdelsetcols ? LEFT JOIN LATERAL (
    SELECT array_agg(l.attname::text ORDER BY l.attname::text COLLATE "C") AS columns
    FROM pg_catalog.pg_attribute AS l
    WHERE l.attrelid = con.conrelid AND l.attnum = ANY (con.confdelsetcols)
) AS s ON con.confdelsetcols IS NOT NULL : }}
CROSS JOIN LATERAL (
    SELECT EXISTS (
        SELECT FROM pg_catalog.pg_trigger AS tg
        WHERE tg.tgconstraint = con.oid AND tg.tgenabled = 'D'
    ) AS disabled
) AS t
{{ _comment(pg_constraint, con.oid) }}
WHERE con.contype = 'f'
    AND NOT EXISTS ( -- a key to a partitioned table has a row for each of its partitions, too
        SELECT FROM pg_catalog.pg_constraint AS whole
        WHERE whole.oid = con.conparentid AND whole.conrelid = con.conrelid
    )
