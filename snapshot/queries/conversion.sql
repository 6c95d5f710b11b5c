SELECT
    c.oid,
    n.nspname AS schema,
    c.conname AS name,
    pg_catalog.pg_get_userbyid(c.conowner) AS owner,
    m.description AS comment,
    pg_catalog.pg_encoding_to_char(c.conforencoding) AS from_encoding,
    pg_catalog.pg_encoding_to_char(c.contoencoding) AS to_encoding,
    c.conproc::regproc::text AS function,
    c.condefault AS default
FROM pg_catalog.pg_conversion AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.connamespace
{{ _comment(pg_conversion, c.oid) }}
WHERE c.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_conversion, c.oid) }}
