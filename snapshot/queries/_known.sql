-- Every object of this database that the server knows by an oid, whatever the catalog: one that a
-- new version brings comes in by itself. Python puts in the arms of `every_object`, and holds the
-- oids against the rows that were read. `why` is for those that no row of ours claims: how they are
-- told all the same (known.py explains the words); null means that they were missed.
WITH RECURSIVE every_object (classid, oid) AS (
    {{ every_object }}
), apart (classid, objid, why) AS ( -- what depends on it goes with it
    SELECT classid, objid, 'extension' FROM pg_catalog.pg_depend WHERE deptype = 'e'
    UNION
    SELECT d.classid, d.objid, 'temporary'
    FROM pg_catalog.pg_namespace AS n
    JOIN pg_catalog.pg_depend AS d
        ON d.refclassid = 'pg_catalog.pg_namespace'::regclass AND d.refobjid = n.oid
    WHERE n.nspname ~ '^pg_temp_'
    UNION
    SELECT d.classid, d.objid, a.why
    FROM apart AS a
    JOIN pg_catalog.pg_depend AS d
        ON d.refclassid = a.classid AND d.refobjid = a.objid AND d.deptype IN ('a', 'i')
), told (classid, objid, why) AS (
    SELECT classid, objid, min(why) FROM apart GROUP BY classid, objid
    UNION ALL SELECT DISTINCT classid, objid, 'made with another' FROM pg_catalog.pg_depend
        WHERE deptype = 'i'
    UNION ALL SELECT 'pg_catalog.pg_class'::regclass, oid, 'made with another'
        FROM pg_catalog.pg_class WHERE relnamespace = 'pg_toast'::regnamespace
    UNION ALL SELECT 'pg_catalog.pg_namespace'::regclass, oid, 'temporary'
        FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_(toast_)?temp_'
    UNION ALL SELECT 'pg_catalog.pg_attrdef'::regclass, oid, 'default' FROM pg_catalog.pg_attrdef
    UNION ALL SELECT 'pg_catalog.pg_constraint'::regclass, oid, 'not null'
        FROM pg_catalog.pg_constraint WHERE contype = 'n'
    UNION ALL SELECT 'pg_catalog.pg_largeobject_metadata'::regclass, oid, 'large object'
        FROM pg_catalog.pg_largeobject_metadata
    UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, oid, 'announced operator'
        FROM pg_catalog.pg_operator WHERE oprcode = 0
    UNION ALL SELECT 'pg_catalog.pg_publication_namespace'::regclass, oid, 'published schema'
        FROM pg_catalog.pg_publication_namespace
), reasons (classid, objid, why) AS ( -- one each: an extension's before all others
    SELECT classid, objid, coalesce(min(why) FILTER (WHERE why IN ('extension', 'temporary')),
        min(why)) FROM told GROUP BY classid, objid
)
SELECT
    c.relname::text AS catalog,
    CASE WHEN c.relname = 'pg_policy' AND o.why = 'extension'
        THEN 'policy of an extension''s table' ELSE o.why END AS why,
    o.oids
FROM (
    SELECT e.classid, r.why, array_agg(e.oid) AS oids
    FROM every_object AS e
    LEFT JOIN reasons AS r ON r.classid = e.classid AND r.objid = e.oid
    GROUP BY e.classid, r.why
) AS o
JOIN pg_catalog.pg_class AS c ON c.oid = o.classid
UNION ALL
SELECT 'pg_seclabel', 'security label of an extension''s object', array_agg(s.objoid)
FROM pg_catalog.pg_seclabel AS s
WHERE EXISTS (
    SELECT FROM pg_catalog.pg_depend AS x
    WHERE x.classid = s.classoid AND x.objid = s.objoid AND x.deptype = 'e')
HAVING count(*) > 0
