SELECT
    r.prpubid AS parent,
    r.oid,
    quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS name,
    {{ pg_publication_rel.prattrs ? (
        SELECT array_agg(a.attname::text ORDER BY a.attnum)
        FROM pg_catalog.pg_attribute AS a
        WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[])
    ) : NULL }} AS columns,
    {{ pg_publication_rel.prqual ? pg_catalog.pg_get_expr(r.prqual, r.prrelid) : NULL }} AS where
FROM pg_catalog.pg_publication_rel AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.prrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
