LEFT JOIN pg_catalog.pg_description AS m
    ON m.classoid = 'pg_catalog.$1'::regclass AND m.objoid = $2 AND m.objsubid = 0
