SELECT
    t.oid,
    n.nspname AS schema,
    t.typname AS name,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    m.description AS comment,
    pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
    pg_catalog.format_type(r.rngmultitypid, NULL) AS multirange,
    CASE WHEN NOT oc.opcdefault THEN
        CASE WHEN ocn.nspname <> 'pg_catalog' THEN quote_ident(ocn.nspname) || '.' ELSE '' END
        || quote_ident(oc.opcname)
    END AS opclass,
    CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END
        AS collation,
    nullif(r.rngcanonical::oid, 0)::regproc::text AS canonical,
    nullif(r.rngsubdiff::oid, 0)::regproc::text AS subtype_diff
FROM pg_catalog.pg_range AS r
JOIN pg_catalog.pg_type AS t ON t.oid = r.rngtypid
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
JOIN pg_catalog.pg_type AS s ON s.oid = r.rngsubtype
JOIN pg_catalog.pg_opclass AS oc ON oc.oid = r.rngsubopc
JOIN pg_catalog.pg_namespace AS ocn ON ocn.oid = oc.opcnamespace
{{ _comment(pg_type, t.oid) }}
WHERE t.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_type, t.oid) }}
