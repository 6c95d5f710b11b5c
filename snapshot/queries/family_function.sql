-- pg_depend tells what belongs to a class and what is loose in the family.
SELECT
    d.refclassid::regclass::text AS parent_catalog,
    d.refobjid AS parent,
    p.oid,
    p.amprocnum || ' (' || pg_catalog.format_type(p.amproclefttype, NULL) || ', '
        || pg_catalog.format_type(p.amprocrighttype, NULL) || ')' AS slot,
    p.amproc::regprocedure::text AS function
FROM pg_catalog.pg_amproc AS p
JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_amproc'::regclass AND d.objid = p.oid AND d.deptype IN ('a', 'i')
    AND d.refclassid IN ('pg_catalog.pg_opclass'::regclass, 'pg_catalog.pg_opfamily'::regclass)
WHERE p.oid >= 16384
