SELECT
    con.conrelid AS parent,
    con.oid,
    con.conname AS name,
    {{ _names(con.conrelid, con.conkey) }} AS columns,
    CASE WHEN cardinality(i.indkey::int2[]) > i.indnkeyatts THEN
        {{ _names(con.conrelid, (i.indkey::int2[])[i.indnkeyatts:]) }} END AS include,
    {{ pg_index.indnullsnotdistinct ? i.indnullsnotdistinct : false }} AS nulls_not_distinct,
    {{ pg_constraint.conperiod ? con.conperiod : false }} AS without_overlaps,
    con.condeferrable AS deferrable,
    con.condeferred AS initially_deferred,
    i.indisvalid AS valid,
    CASE WHEN ic.reloptions IS NOT NULL THEN
        (SELECT array_agg(o ORDER BY o COLLATE "C") FROM unnest(ic.reloptions) AS o) END AS options,
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
WHERE con.contype = 'u' AND con.conrelid >= 16384
