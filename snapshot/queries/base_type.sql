-- Array types come with their element's type and are not listed. A shell is a name only.
SELECT
    t.oid,
    n.nspname AS schema,
    t.typname AS name,
    pg_catalog.pg_get_userbyid(t.typowner) AS owner,
    m.description AS comment,
    NOT t.typisdefined AS shell,
    d.*
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
LEFT JOIN LATERAL (
    SELECT
        nullif(t.typinput::oid, 0)::regproc::text AS input,
        nullif(t.typoutput::oid, 0)::regproc::text AS output,
        nullif(t.typreceive::oid, 0)::regproc::text AS receive,
        nullif(t.typsend::oid, 0)::regproc::text AS send,
        nullif(t.typmodin::oid, 0)::regproc::text AS typmod_in,
        nullif(t.typmodout::oid, 0)::regproc::text AS typmod_out,
        nullif(t.typanalyze::oid, 0)::regproc::text AS analyze,
        nullif(t.typsubscript::oid, 0)::regproc::text AS subscript,
        t.typlen AS length,
        t.typbyval AS by_value,
        CASE t.typalign WHEN 'c' THEN 'char' WHEN 's' THEN 'int2' WHEN 'i' THEN 'int4'
            ELSE 'double' END AS alignment,
        CASE t.typstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external' WHEN 'x' THEN 'extended'
            ELSE 'main' END AS storage,
        t.typcategory::text AS category,
        t.typispreferred AS preferred,
        coalesce(pg_catalog.pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS default,
        CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END AS element,
        t.typdelim::text AS delimiter,
        t.typcollation <> 0 AS collatable
    WHERE t.typisdefined
) AS d ON true
{{ _comment(pg_type, t.oid) }}
WHERE (t.typtype = 'b' OR NOT t.typisdefined) AND t.oid >= 16384
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_type, t.oid) }}
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS e WHERE e.typarray = t.oid)
