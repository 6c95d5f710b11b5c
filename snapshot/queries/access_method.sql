SELECT
    a.oid,
    a.amname AS name,
    CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END AS type,
    a.amhandler::regproc::text AS handler,
    m.description AS comment
FROM pg_catalog.pg_am AS a
{{ _comment(pg_am, a.oid) }}
WHERE a.oid >= 16384
    AND {{ _not_of_extension(pg_am, a.oid) }}
