-- Members are what pg_depend ties to the extension, counted by the server's own word for them.
SELECT
    x.oid,
    x.extname AS name,
    n.nspname AS schema,
    x.extversion AS version,
    m.description AS comment,
    k.members
FROM pg_catalog.pg_extension AS x
JOIN pg_catalog.pg_namespace AS n ON n.oid = x.extnamespace
{{ _comment(pg_extension, x.oid) }}
LEFT JOIN LATERAL (
    SELECT json_object_agg(c.type, c.number ORDER BY c.type COLLATE "C") AS members
    FROM (
        SELECT i.type, count(*) AS number
        FROM pg_catalog.pg_depend AS d
        CROSS JOIN LATERAL pg_catalog.pg_identify_object(d.classid, d.objid, 0) AS i
        WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass
            AND d.refobjid = x.oid AND d.deptype = 'e'
            AND NOT EXISTS ( -- array types: members in some versions only
                SELECT FROM pg_catalog.pg_type AS t
                WHERE d.classid = 'pg_catalog.pg_type'::regclass AND t.typarray = d.objid
            )
        GROUP BY i.type
    ) AS c
) AS k ON true
