NOT EXISTS ( -- what an extension owns is summed up under it
        SELECT FROM pg_catalog.pg_depend AS x
        WHERE x.classid = 'pg_catalog.$1'::regclass AND x.objid = $2 AND x.deptype = 'e'
    )
