SELECT
    w.oid,
    w.fdwname AS name,
    pg_catalog.pg_get_userbyid(w.fdwowner) AS owner,
    m.description AS comment,
    nullif(w.fdwhandler, 0)::regproc::text AS handler,
    nullif(w.fdwvalidator, 0)::regproc::text AS validator,
    {{ _options(w.fdwoptions) }} AS options
FROM pg_catalog.pg_foreign_data_wrapper AS w
{{ _comment(pg_foreign_data_wrapper, w.oid) }}
WHERE {{ _not_of_extension(pg_foreign_data_wrapper, w.oid) }}
