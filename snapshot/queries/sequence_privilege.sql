-- Of the sequences of identity columns; the owner has what every owner has.
SELECT
    'pg_class' AS parent_catalog,
    d.refobjid AS parent,
    d.refobjsubid AS parent_sub,
    CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END
        AS grantee,
    array_agg(DISTINCT g.privilege_type ORDER BY g.privilege_type) AS privileges,
    array_agg(DISTINCT g.privilege_type ORDER BY g.privilege_type) FILTER (WHERE g.is_grantable)
        AS grantable
FROM pg_catalog.pg_class AS c
JOIN pg_catalog.pg_depend AS d
    ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'i'
    AND d.refclassid = 'pg_catalog.pg_class'::regclass
CROSS JOIN LATERAL pg_catalog.aclexplode(c.relacl) AS g
WHERE c.relkind = 'S' AND c.relacl IS NOT NULL AND g.grantee <> c.relowner
GROUP BY d.refobjid, d.refobjsubid, g.grantee
