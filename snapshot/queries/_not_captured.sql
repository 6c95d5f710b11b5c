-- What stands in the database and no kind of ours holds: counted, so that it is said.
-- Large objects are data. What may be hung on an extension's own object, and pg_dump shows, belongs
-- to an object that we sum up; its privileges are listed as supplied objects.
SELECT 'large object' AS kind, count(*) AS number FROM pg_catalog.pg_largeobject_metadata
HAVING count(*) > 0
UNION ALL
SELECT o.kind, count(*)
FROM (
    SELECT 'policy of an extension''s table', 'pg_class'::regclass, polrelid
    FROM pg_catalog.pg_policy
    UNION ALL
    SELECT 'security label of an extension''s object', classoid, objoid FROM pg_catalog.pg_seclabel
) AS o (kind, classid, oid)
WHERE EXISTS (
    SELECT FROM pg_catalog.pg_depend AS x
    WHERE x.classid = o.classid AND x.objid = o.oid AND x.deptype = 'e')
GROUP BY o.kind
