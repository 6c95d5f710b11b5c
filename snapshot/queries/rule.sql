-- The server writes the rule's name, AS ON event TO table, and then what is kept here.
SELECT
    r.ev_class AS parent,
    r.oid,
    r.rulename AS name,
    e.event,
    string_to_array(ltrim(substr(d.text, strpos(d.text, d.head) + length(d.head)), E' \n'), E'\n')
        AS definition,
    CASE r.ev_enabled WHEN 'O' THEN 'origin' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always'
        ELSE 'disabled' END AS enabled,
    m.description AS comment
FROM pg_catalog.pg_rewrite AS r
JOIN pg_catalog.pg_class AS c ON c.oid = r.ev_class
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT CASE r.ev_type WHEN '1' THEN 'select' WHEN '2' THEN 'update' WHEN '3' THEN 'insert'
        ELSE 'delete' END AS event
) AS e
CROSS JOIN LATERAL (
    SELECT
        pg_catalog.pg_get_ruledef(r.oid) AS text,
        E' AS\n    ON ' || upper(e.event) || ' TO '
            || quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS head
) AS d
{{ _comment(pg_rewrite, r.oid) }}
WHERE r.rulename <> '_RETURN' AND r.ev_class >= 16384 AND c.relpersistence <> 't'
