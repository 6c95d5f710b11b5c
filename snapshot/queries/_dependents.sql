-- What depends on what, by the server's own numbers; Python puts in names. Left out: schemas, what
-- PostgreSQL brings, and what an object says by itself: the columns of its keys and plain indexes,
-- and that its parts are its own. `how` is null for a dependence; else the first is no object of its
-- own: it was made with the second (`i`), is a member of it (`e`), or a fact of it (`a`: a default,
-- a published schema). The next step of a way is looked up one by one: most ways end with the first.
WITH RECURSIVE edges AS MATERIALIZED (
    SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
    FROM pg_catalog.pg_depend AS d
    WHERE (d.refobjid >= 16384 OR d.refclassid = 'pg_catalog.pg_namespace'::regclass) AND (
        d.deptype = 'n' AND d.refclassid <> 'pg_catalog.pg_namespace'::regclass
        OR d.deptype = 'a' AND d.classid IN (
            'pg_catalog.pg_statistic_ext'::regclass, 'pg_catalog.pg_publication_rel'::regclass
        )
        {{ pg_publication_namespace.oid ? OR d.deptype = 'a'
            AND d.classid = 'pg_catalog.pg_publication_namespace'::regclass : }}
        OR d.deptype = 'a' AND d.classid = 'pg_catalog.pg_class'::regclass AND d.objid IN (
            SELECT seqrelid FROM pg_catalog.pg_sequence -- on the column that owns it
            UNION ALL
            SELECT indexrelid FROM pg_catalog.pg_index
            WHERE indexprs IS NOT NULL OR indpred IS NOT NULL
        )
        OR d.deptype = 'a' AND d.classid = 'pg_catalog.pg_constraint'::regclass AND d.objid IN (
            SELECT oid FROM pg_catalog.pg_constraint WHERE contype = 'x'
        )
    )
), links (how, classid, objid, objsubid, refclassid, refobjid, refobjsubid) AS (
    SELECT d.deptype, d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
    FROM (SELECT classid, objid FROM edges UNION SELECT refclassid, refobjid FROM edges) AS e
    JOIN pg_catalog.pg_depend AS d ON d.classid = e.classid AND d.objid = e.objid
    WHERE d.deptype IN ('i', 'e') OR d.deptype = 'a' AND (
        d.classid = 'pg_catalog.pg_attrdef'::regclass
        OR d.refclassid = 'pg_catalog.pg_publication'::regclass
    )
    UNION
    SELECT d.deptype, d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
    FROM links AS l
    CROSS JOIN LATERAL (
        SELECT deptype, classid, objid, objsubid, refclassid, refobjid, refobjsubid
        FROM pg_catalog.pg_depend
        WHERE classid = l.refclassid AND objid = l.refobjid AND deptype IN ('i', 'e') OFFSET 0
    ) AS d
    WHERE l.refclassid <> 'pg_catalog.pg_constraint'::regclass
)
SELECT
    f.how,
    (SELECT relname::text FROM pg_catalog.pg_class WHERE oid = f.classid) AS catalog,
    (SELECT relname::text FROM pg_catalog.pg_class WHERE oid = f.refclassid) AS on_catalog,
    array_agg(f.objid) AS oids,
    array_agg(f.objsubid) AS subs,
    array_agg(f.refobjid) AS on_oids,
    array_agg(f.refobjsubid) AS on_subs
FROM (
    SELECT NULL AS how, classid, objid, objsubid, refclassid, refobjid, refobjsubid FROM edges
    UNION ALL SELECT how, classid, objid, objsubid, refclassid, refobjid, refobjsubid FROM links
) AS f
GROUP BY f.how, f.classid, f.refclassid
