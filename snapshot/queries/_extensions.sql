-- DEPENDS ON EXTENSION: `needs.extensions` of what has such a row
LEFT JOIN (
    SELECT n.objid, array_agg(ex.extname::text ORDER BY ex.extname::text COLLATE "C") AS extensions
    FROM pg_catalog.pg_extension AS ex
    JOIN pg_catalog.pg_depend AS n
        ON n.refclassid = 'pg_catalog.pg_extension'::regclass AND n.refobjid = ex.oid
        AND n.classid = 'pg_catalog.$1'::regclass AND n.deptype = 'x'
    GROUP BY n.objid
) AS needs ON needs.objid = $2
