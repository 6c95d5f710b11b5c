SELECT
    con.conrelid AS parent,
    con.oid,
    con.conname AS name,
    pg_catalog.pg_get_constraintdef(con.oid) AS definition,
    con.conparentid <> 0 AS inherited,
    m.description AS comment
FROM pg_catalog.pg_constraint AS con
LEFT JOIN pg_catalog.pg_description AS m
    ON m.classoid = 'pg_catalog.pg_constraint'::regclass AND m.objoid = con.oid AND m.objsubid = 0
WHERE con.contype = 'x'
