SELECT
    con.conrelid AS parent,
    con.oid,
    con.conname AS name,
    pg_catalog.pg_get_constraintdef(con.oid) AS definition,
    i.indisvalid AS valid,
    ts.spcname AS tablespace,
    con.conparentid <> 0
        AND (ic.reloptions, ic.reltablespace) IS NOT DISTINCT FROM (up.reloptions, up.reltablespace)
        AS inherited,
    m.description AS comment
FROM pg_catalog.pg_constraint AS con
JOIN pg_catalog.pg_index AS i ON i.indexrelid = con.conindid
JOIN pg_catalog.pg_class AS ic ON ic.oid = con.conindid
LEFT JOIN pg_catalog.pg_tablespace AS ts ON ts.oid = ic.reltablespace
LEFT JOIN pg_catalog.pg_inherits AS inh ON inh.inhrelid = con.conindid
LEFT JOIN pg_catalog.pg_class AS up ON up.oid = inh.inhparent
{{ _comment(pg_constraint, con.oid) }}
WHERE con.contype = 'x'
