-- WHEN refers to OLD and NEW, which pg_get_expr cannot write; it is cut out of the definition.
SELECT
    t.tgrelid AS parent,
    t.oid,
    t.tgname AS name,
    CASE t.tgtype & 66 WHEN 2 THEN 'before' WHEN 64 THEN 'instead of' ELSE 'after' END AS timing,
    array_remove(ARRAY[
        CASE WHEN t.tgtype & 4 = 4 THEN 'insert' END,
        CASE WHEN t.tgtype & 16 = 16 THEN 'update' END,
        CASE WHEN t.tgtype & 8 = 8 THEN 'delete' END,
        CASE WHEN t.tgtype & 32 = 32 THEN 'truncate' END
    ], NULL) AS events,
    (
        SELECT array_agg(a.attname::text ORDER BY p.n)
        FROM unnest(t.tgattr::int2[]) WITH ORDINALITY AS p (attnum, n)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = t.tgrelid AND a.attnum = p.attnum
    ) AS columns,
    CASE t.tgtype & 1 WHEN 1 THEN 'row' ELSE 'statement' END AS for_each,
    CASE WHEN t.tgqual IS NOT NULL THEN (regexp_match(
        pg_catalog.pg_get_triggerdef(t.oid), ' WHEN \((.*)\) EXECUTE (?:FUNCTION|PROCEDURE) '
    ))[1] END AS when,
    quote_ident(pn.nspname) || '.' || quote_ident(p.proname) AS function,
    (
        SELECT array_agg(convert_from(decode(x.argument, 'escape'), getdatabaseencoding()) ORDER BY x.n)
        FROM unnest(string_to_array(encode(t.tgargs, 'escape'), '\000')) WITH ORDINALITY AS x (argument, n)
        WHERE x.n <= t.tgnargs
    ) AS arguments,
    t.tgconstraint <> 0 AS constraint,
    quote_ident(rn.nspname) || '.' || quote_ident(rc.relname) AS references,
    t.tgdeferrable AS deferrable,
    t.tginitdeferred AS initially_deferred,
    t.tgoldtable AS old_table,
    t.tgnewtable AS new_table,
    CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always'
        ELSE 'disabled' END AS enabled,
    needs.extensions AS depends_on_extensions,
    up.tgenabled = t.tgenabled AS inherited,
    m.description AS comment
FROM pg_catalog.pg_trigger AS t
JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid
JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.pronamespace
LEFT JOIN pg_catalog.pg_trigger AS up ON up.oid = t.tgparentid
LEFT JOIN pg_catalog.pg_class AS rc ON rc.oid = t.tgconstrrelid
LEFT JOIN pg_catalog.pg_namespace AS rn ON rn.oid = rc.relnamespace
{{ _extensions(pg_trigger, t.oid) }}
{{ _comment(pg_trigger, t.oid) }}
WHERE t.tgrelid >= 16384 AND (
    NOT t.tgisinternal
    -- up to 14, those of a partition are internal, too
    OR t.tgparentid <> 0 AND p.proname !~ '^(RI_FKey_|unique_key_recheck$)'
)
