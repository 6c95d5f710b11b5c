SELECT
    t.oid,
    n.nspname AS schema,
    t.tmplname AS name,
    m.description AS comment,
    nullif(t.tmplinit::oid, 0)::regproc::text AS init,
    t.tmpllexize::regproc::text AS lexize
FROM pg_catalog.pg_ts_template AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.tmplnamespace
{{ _comment(pg_ts_template, t.oid) }}
WHERE t.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_ts_template, t.oid) }}
