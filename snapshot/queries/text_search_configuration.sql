SELECT
    c.oid,
    n.nspname AS schema,
    c.cfgname AS name,
    pg_catalog.pg_get_userbyid(c.cfgowner) AS owner,
    m.description AS comment,
    CASE WHEN pn.nspname <> 'pg_catalog' THEN quote_ident(pn.nspname) || '.' ELSE '' END
        || quote_ident(p.prsname) AS parser
FROM pg_catalog.pg_ts_config AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.cfgnamespace
JOIN pg_catalog.pg_ts_parser AS p ON p.oid = c.cfgparser
JOIN pg_catalog.pg_namespace AS pn ON pn.oid = p.prsnamespace
{{ _comment(pg_ts_config, c.oid) }}
WHERE c.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_ts_config, c.oid) }}
