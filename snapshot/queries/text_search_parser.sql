SELECT
    p.oid,
    n.nspname AS schema,
    p.prsname AS name,
    m.description AS comment,
    p.prsstart::regproc::text AS start,
    p.prstoken::regproc::text AS token,
    p.prsend::regproc::text AS end,
    p.prslextype::regproc::text AS token_types,
    nullif(p.prsheadline::oid, 0)::regproc::text AS headline
FROM pg_catalog.pg_ts_parser AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.prsnamespace
{{ _comment(pg_ts_parser, p.oid) }}
WHERE p.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_ts_parser, p.oid) }}
