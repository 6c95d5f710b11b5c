SELECT
    l.classoid::regclass::text AS parent_catalog,
    l.objoid AS parent,
    l.objsubid AS parent_sub,
    l.provider,
    l.label
FROM pg_catalog.pg_seclabel AS l
UNION ALL
SELECT l.classoid::regclass::text, l.objoid, 0, l.provider, l.label
FROM pg_catalog.pg_shseclabel AS l
