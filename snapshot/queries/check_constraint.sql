-- Of tables and of domains; a constraint has one parent or the other.
SELECT
    CASE WHEN con.conrelid <> 0 THEN con.conrelid ELSE con.contypid END AS parent,
    CASE WHEN con.conrelid <> 0 THEN 'pg_class' ELSE 'pg_type' END AS parent_catalog,
    con.oid,
    con.conname AS name,
    pg_catalog.pg_get_expr(con.conbin, con.conrelid) AS expression,
    con.connoinherit AS no_inherit,
    con.convalidated AS valid,
    {{ pg_constraint.conenforced ? con.conenforced : true }} AS enforced,
    con.coninhcount > 0 AND NOT con.conislocal AS inherited,
    m.description AS comment
FROM pg_catalog.pg_constraint AS con
{{ _comment(pg_constraint, con.oid) }}
WHERE con.contype = 'c' AND con.oid >= 16384
