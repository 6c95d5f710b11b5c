SELECT
    l.oid,
    l.lanname AS name,
    pg_catalog.pg_get_userbyid(l.lanowner) AS owner,
    m.description AS comment,
    l.lanplcallfoid::regproc::text AS handler,
    nullif(l.laninline, 0)::regproc::text AS inline,
    nullif(l.lanvalidator, 0)::regproc::text AS validator,
    l.lanpltrusted AS trusted
FROM pg_catalog.pg_language AS l
{{ _comment(pg_language, l.oid) }}
WHERE l.lanispl
    AND {{ _not_of_extension(pg_language, l.oid) }}
