-- Every object of this database that the server knows by an oid, whatever the catalog (`why` is
-- null): one that a new version brings comes in by itself. Python puts in the arms of
-- `every_object`, and holds the oids against the rows that were read. For those that no row of ours
-- claims, the other rows say how they are told all the same (known.py explains the words).
WITH RECURSIVE apart (classid, objid, why) AS ( -- what depends on it goes with it
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
), told (classid, why, oids) AS (
    {{ every_object }}
    UNION ALL SELECT classid, CASE WHEN classid = 'pg_catalog.pg_policy'::regclass AND why = 'extension'
        THEN 'policy of an extension''s table' ELSE why END, array_agg(objid)
        FROM apart GROUP BY classid, why
    UNION ALL SELECT classid, 'made with another', array_agg(objid) FROM pg_catalog.pg_depend
        WHERE deptype = 'i' GROUP BY classid
    UNION ALL SELECT 'pg_catalog.pg_class'::regclass, 'made with another', array_agg(oid)
        FROM pg_catalog.pg_class WHERE relnamespace = 'pg_toast'::regnamespace
    UNION ALL SELECT 'pg_catalog.pg_namespace'::regclass, 'temporary', array_agg(oid)
        FROM pg_catalog.pg_namespace WHERE nspname ~ '^pg_(toast_)?temp_'
    UNION ALL SELECT 'pg_catalog.pg_attrdef'::regclass, 'default', array_agg(oid)
        FROM pg_catalog.pg_attrdef
    UNION ALL SELECT 'pg_catalog.pg_constraint'::regclass, 'not null', array_agg(oid)
        FROM pg_catalog.pg_constraint WHERE contype = 'n'
    UNION ALL SELECT 'pg_catalog.pg_largeobject_metadata'::regclass, 'large object', array_agg(oid)
        FROM pg_catalog.pg_largeobject_metadata
    UNION ALL SELECT 'pg_catalog.pg_operator'::regclass, 'announced operator', array_agg(oid)
        FROM pg_catalog.pg_operator WHERE oprcode = 0
    UNION ALL SELECT 'pg_catalog.pg_publication_namespace'::regclass, 'published schema',
        array_agg(oid) FROM pg_catalog.pg_publication_namespace
    UNION ALL SELECT 'pg_catalog.pg_seclabel'::regclass, w.why, array_agg(s.objoid)
        FROM pg_catalog.pg_seclabel AS s
        CROSS JOIN (VALUES (NULL), ('security label of an extension''s object')) AS w (why)
        WHERE EXISTS (
            SELECT FROM pg_catalog.pg_depend AS x
            WHERE x.classid = s.classoid AND x.objid = s.objoid AND x.deptype = 'e')
        GROUP BY w.why
)
SELECT c.relname::text AS catalog, t.why, t.oids
FROM told AS t
JOIN pg_catalog.pg_class AS c ON c.oid = t.classid
WHERE t.oids IS NOT NULL
