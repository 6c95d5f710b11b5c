SELECT
    s.oid,
    s.srvname AS name,
    pg_catalog.pg_get_userbyid(s.srvowner) AS owner,
    m.description AS comment,
    w.fdwname AS wrapper,
    s.srvtype AS type,
    s.srvversion AS version,
    {{ _options(s.srvoptions) }} AS options
FROM pg_catalog.pg_foreign_server AS s
JOIN pg_catalog.pg_foreign_data_wrapper AS w ON w.oid = s.srvfdw
{{ _comment(pg_foreign_server, s.oid) }}
WHERE {{ _not_of_extension(pg_foreign_server, s.oid) }}
