SELECT
    s.oid,
    n.nspname AS schema,
    s.stxname AS name,
    pg_catalog.pg_get_userbyid(s.stxowner) AS owner,
    m.description AS comment,
    quote_ident(tn.nspname) || '.' || quote_ident(t.relname) AS table,
    array_remove(ARRAY[
        CASE WHEN 'd' = ANY (s.stxkind) THEN 'ndistinct' END,
        CASE WHEN 'f' = ANY (s.stxkind) THEN 'dependencies' END,
        CASE WHEN 'm' = ANY (s.stxkind) THEN 'mcv' END
    ], NULL) AS kinds,
    (
        SELECT array_agg(a.attname::text ORDER BY k.n)
        FROM unnest(s.stxkeys::int2[]) WITH ORDINALITY AS k (attnum, n)
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = s.stxrelid AND a.attnum = k.attnum
    ) AS columns,
    pg_catalog.pg_get_statisticsobjdef_expressions(s.oid) AS expressions,
    nullif(s.stxstattarget, -1) AS target
FROM pg_catalog.pg_statistic_ext AS s
JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace
JOIN pg_catalog.pg_class AS t ON t.oid = s.stxrelid AND t.relpersistence <> 't'
JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.relnamespace
{{ _comment(pg_statistic_ext, s.oid) }}
WHERE s.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_statistic_ext, s.oid) }}
