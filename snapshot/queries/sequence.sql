-- Sequences of identity columns are part of their column (pg_depend, deptype i) and not listed.
SELECT
    c.oid,
    n.nspname AS schema,
    c.relname AS name,
    pg_catalog.pg_get_userbyid(c.relowner) AS owner,
    m.description AS comment,
    pg_catalog.format_type(s.seqtypid, NULL) AS type,
    s.seqstart AS start,
    s.seqincrement AS increment,
    nullif(s.seqmin, CASE WHEN s.seqincrement > 0 THEN 1 ELSE l.lowest END) AS min_value,
    nullif(s.seqmax, CASE WHEN s.seqincrement > 0 THEN l.highest ELSE -1 END) AS max_value,
    s.seqcache AS cache,
    s.seqcycle AS cycle,
    c.relpersistence = 'u' AS unlogged,
    o.owned_by
FROM pg_catalog.pg_sequence AS s
JOIN pg_catalog.pg_class AS c ON c.oid = s.seqrelid
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
CROSS JOIN LATERAL (
    SELECT
        CASE s.seqtypid
            WHEN 'int2'::regtype THEN -32768 WHEN 'int4'::regtype THEN -2147483648
            ELSE -9223372036854775808 END AS lowest,
        CASE s.seqtypid
            WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
            ELSE 9223372036854775807 END AS highest
) AS l
LEFT JOIN (
    SELECT
        d.objid,
        quote_ident(tn.nspname) || '.' || quote_ident(tc.relname) || '.' || quote_ident(a.attname)
            AS owned_by
    FROM pg_catalog.pg_depend AS d
    JOIN pg_catalog.pg_class AS tc ON tc.oid = d.refobjid
    JOIN pg_catalog.pg_namespace AS tn ON tn.oid = tc.relnamespace
    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_catalog.pg_class'::regclass
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'a'
) AS o ON o.objid = c.oid
{{ _comment(pg_class, c.oid) }}
WHERE c.oid >= 16384 AND c.relpersistence <> 't'
    AND {{ _user_schema(n.nspname) }}
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS e
        WHERE e.classid = 'pg_catalog.pg_class'::regclass
            AND e.objid = c.oid AND e.deptype IN ('e', 'i')
    )
