-- ALTER … DEPENDS ON EXTENSION
(
        SELECT array_agg(ex.extname::text ORDER BY ex.extname::text COLLATE "C")
        FROM pg_catalog.pg_depend AS dx
        JOIN pg_catalog.pg_extension AS ex ON ex.oid = dx.refobjid
        WHERE dx.classid = 'pg_catalog.$1'::regclass AND dx.objid = $2 AND dx.deptype = 'x'
            AND dx.refclassid = 'pg_catalog.pg_extension'::regclass
    )
