-- The connected database itself.
SELECT
    d.oid,
    d.datname AS name,
    pg_catalog.pg_get_userbyid(d.datdba) AS owner,
    pg_catalog.pg_encoding_to_char(d.encoding) AS encoding,
    d.datcollate AS collate,
    d.datctype AS ctype,
    s.settings,
    m.description AS comment
FROM pg_catalog.pg_database AS d
LEFT JOIN pg_catalog.pg_shdescription AS m
    ON m.classoid = 'pg_catalog.pg_database'::regclass AND m.objoid = d.oid
LEFT JOIN LATERAL (
    SELECT array_agg(item ORDER BY item COLLATE "C") AS settings
    FROM pg_catalog.pg_db_role_setting AS rs CROSS JOIN unnest(rs.setconfig) AS item
    WHERE rs.setdatabase = d.oid AND rs.setrole = 0
) AS s ON true
WHERE d.datname = current_database()
