-- PostgreSQL 18 keeps every NOT NULL as a constraint. Only what tells more than "not null" is here:
-- a name that is not the one it gives itself, or a state that is not the usual one.
{{ pg_constraint.conenforced ? SELECT
    CASE WHEN con.conrelid <> 0 THEN con.conrelid ELSE con.contypid END AS parent,
    CASE WHEN con.conrelid <> 0 THEN 'pg_class' ELSE 'pg_type' END AS parent_catalog,
    a.attnum AS parent_sub,
    con.oid,
    con.conname AS name,
    con.convalidated AS valid,
    con.connoinherit AS no_inherit,
    m.description AS comment
FROM pg_catalog.pg_constraint AS con
LEFT JOIN pg_catalog.pg_class AS c ON c.oid = con.conrelid
LEFT JOIN pg_catalog.pg_type AS t ON t.oid = con.contypid
LEFT JOIN LATERAL ( -- looked up one by one: joined, it would be sought among all columns
    SELECT attnum, attname FROM pg_catalog.pg_attribute
    WHERE attrelid = con.conrelid AND attnum = con.conkey[1] OFFSET 0
) AS a ON true
CROSS JOIN LATERAL (
    SELECT coalesce(c.relname || '_' || a.attname, t.typname) || '_not_null' AS name
) AS usual
{{ _comment(pg_constraint, con.oid) }}
WHERE con.contype = 'n' AND con.oid >= 16384 AND (con.conrelid = 0 OR con.conislocal)
    AND (
        NOT con.convalidated OR con.connoinherit OR m.description IS NOT NULL
        -- a number is put behind it where another constraint has the name already
        OR rtrim(con.conname, '0123456789') <> usual.name AND octet_length(usual.name) < 64
        OR right(rtrim(con.conname, '0123456789'), 9) <> '_not_null' -- a long name is cut before it
    ) : }}
