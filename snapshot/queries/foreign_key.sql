SELECT
    con.conrelid AS parent,
    con.oid,
    con.conname AS name,
    {{ _names(con.conrelid, con.conkey) }} AS columns,
    quote_ident(fn.nspname) || '.' || quote_ident(fc.relname) AS references,
    {{ _names(con.confrelid, con.confkey) }} AS referenced_columns,
    a.actions[strpos('arcnd', con.confupdtype::text)] AS on_update,
    a.actions[strpos('arcnd', con.confdeltype::text)] AS on_delete,
    {{ pg_constraint.confdelsetcols ? CASE WHEN con.confdelsetcols IS NOT NULL THEN (
        SELECT array_agg(l.attname::text ORDER BY l.attname::text COLLATE "C")
        FROM pg_catalog.pg_attribute AS l
        WHERE l.attrelid = con.conrelid AND l.attnum = ANY (con.confdelsetcols)
    ) END : NULL }} AS on_delete_columns,
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
    SELECT con.oid IN (
        SELECT tgconstraint FROM pg_catalog.pg_trigger WHERE tgenabled = 'D'
    ) AS disabled
) AS t
{{ _comment(pg_constraint, con.oid) }}
WHERE con.contype = 'f'
    AND NOT EXISTS ( -- a key to a partitioned table has a row for each of its partitions, too
        SELECT FROM pg_catalog.pg_constraint AS whole
        WHERE whole.oid = con.conparentid AND whole.conrelid = con.conrelid
    )
