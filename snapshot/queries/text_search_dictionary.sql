SELECT
    d.oid,
    n.nspname AS schema,
    d.dictname AS name,
    pg_catalog.pg_get_userbyid(d.dictowner) AS owner,
    m.description AS comment,
    CASE WHEN tn.nspname <> 'pg_catalog' THEN quote_ident(tn.nspname) || '.' ELSE '' END
        || quote_ident(t.tmplname) AS template,
    d.dictinitoption AS options
FROM pg_catalog.pg_ts_dict AS d
JOIN pg_catalog.pg_namespace AS n ON n.oid = d.dictnamespace
JOIN pg_catalog.pg_ts_template AS t ON t.oid = d.dicttemplate
JOIN pg_catalog.pg_namespace AS tn ON tn.oid = t.tmplnamespace
{{ _comment(pg_ts_dict, d.oid) }}
WHERE d.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_ts_dict, d.oid) }}
