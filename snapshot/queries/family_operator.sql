-- pg_depend tells what belongs to a class and what is loose in the family.
SELECT
    d.refclassid::regclass::text AS parent_catalog,
    d.refobjid AS parent,
    o.oid,
    o.amopstrategy || ' (' || pg_catalog.format_type(o.amoplefttype, NULL) || ', '
        || pg_catalog.format_type(o.amoprighttype, NULL) || ')' AS slot,
    o.amopopr::regoperator::text AS operator,
    CASE WHEN o.amoppurpose = 'o' THEN
        CASE WHEN n.nspname <> 'pg_catalog' THEN quote_ident(n.nspname) || '.' ELSE '' END
        || quote_ident(f.opfname)
    END AS order_by
FROM pg_catalog.pg_amop AS o
JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_amop'::regclass AND d.objid = o.oid AND d.deptype IN ('a', 'i')
    AND (
        d.refclassid = 'pg_catalog.pg_opclass'::regclass
        OR d.refclassid = 'pg_catalog.pg_opfamily'::regclass AND d.refobjid = o.amopfamily
    )
LEFT JOIN pg_catalog.pg_opfamily AS f ON f.oid = o.amopsortfamily
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
WHERE o.oid >= 16384
