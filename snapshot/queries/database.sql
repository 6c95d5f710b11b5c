-- The connected database itself. Settings may be secrets, too.
SELECT
    d.oid,
    d.datname AS name,
    pg_catalog.pg_get_userbyid(d.datdba) AS owner,
    pg_catalog.pg_encoding_to_char(d.encoding) AS encoding,
    d.datcollate AS collate,
    d.datctype AS ctype,
    {{ pg_database.datlocprovider ? CASE d.datlocprovider WHEN 'i' THEN 'icu' WHEN 'b' THEN 'builtin'
        ELSE 'libc' END : 'libc' }} AS locale_provider,
    coalesce(
        {{ pg_database.datlocale ? d.datlocale : NULL }},
        {{ pg_database.daticulocale ? d.daticulocale : NULL }}
    ) AS locale,
    {{ pg_database.daticurules ? d.daticurules : NULL }} AS locale_rules,
    nullif(ts.spcname, 'pg_default') AS tablespace,
    nullif(d.datconnlimit, -1) AS connection_limit,
    d.datistemplate AS template,
    d.datallowconn AS connectable,
    (
        SELECT {{ _options(rs.setconfig) }}
        FROM pg_catalog.pg_db_role_setting AS rs
        WHERE rs.setdatabase = d.oid AND rs.setrole = 0
    ) AS settings,
    (
        SELECT array_agg(r.setting ORDER BY r.setting COLLATE "C")
        FROM (
            SELECT quote_ident(pg_catalog.pg_get_userbyid(rs.setrole)) || ': ' || s AS setting
            FROM pg_catalog.pg_db_role_setting AS rs
            CROSS JOIN LATERAL unnest({{ _options(rs.setconfig) }}) AS s
            WHERE rs.setdatabase = d.oid AND rs.setrole <> 0
        ) AS r
    ) AS role_settings,
    m.description AS comment
FROM pg_catalog.pg_database AS d
JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = d.dattablespace
LEFT JOIN pg_catalog.pg_shdescription AS m
    ON m.classoid = 'pg_catalog.pg_database'::regclass AND m.objoid = d.oid
WHERE d.datname = current_database()
