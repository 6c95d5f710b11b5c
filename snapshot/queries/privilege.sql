-- Effective sets: a null ACL is the owner's default written out. What the owner has by default is
-- left out; an owner with less (or with grant options of others' kind) is listed.
WITH acls (catalog, oid, sub, kind, owner, acl) AS (
    SELECT 'pg_class', c.oid, 0, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
        c.relowner, c.relacl
    FROM pg_catalog.pg_class AS c
    WHERE c.relacl IS NOT NULL AND c.oid >= 16384 AND c.relpersistence <> 't'
        AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
    UNION ALL
    SELECT 'pg_class', a.attrelid, a.attnum, 'c', c.relowner, a.attacl
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE a.attacl IS NOT NULL AND a.attrelid >= 16384
    UNION ALL
    SELECT 'pg_proc', p.oid, 0, 'f', p.proowner, p.proacl
    FROM pg_catalog.pg_proc AS p WHERE p.oid >= 16384
    UNION ALL
    SELECT 'pg_type', t.oid, 0, 'T', t.typowner, t.typacl
    FROM pg_catalog.pg_type AS t
    LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
    WHERE t.oid >= 16384 AND (t.typarray <> 0 OR NOT t.typisdefined) -- array types have none
        AND t.typtype <> 'm' AND (t.typrelid = 0 OR c.relkind = 'c')
    UNION ALL
    SELECT 'pg_namespace', n.oid, 0, 'n', n.nspowner, n.nspacl FROM pg_catalog.pg_namespace AS n
    UNION ALL
    SELECT 'pg_language', l.oid, 0, 'l', l.lanowner, l.lanacl FROM pg_catalog.pg_language AS l
    UNION ALL
    SELECT 'pg_foreign_data_wrapper', w.oid, 0, 'F', w.fdwowner, w.fdwacl
    FROM pg_catalog.pg_foreign_data_wrapper AS w
    UNION ALL
    SELECT 'pg_foreign_server', f.oid, 0, 'S', f.srvowner, f.srvacl
    FROM pg_catalog.pg_foreign_server AS f
    UNION ALL -- in a schema they come on top of the default, as those of a column do
    SELECT 'pg_default_acl', d.oid, 0, CASE WHEN d.defaclnamespace <> 0 THEN 'c'
        WHEN d.defaclobjtype = 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole, d.defaclacl
    FROM pg_catalog.pg_default_acl AS d
    UNION ALL
    SELECT 'pg_database', d.oid, 0, 'd', d.datdba, d.datacl
    FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()
), granted AS (
    SELECT
        s.catalog, s.oid, s.sub, s.kind, s.owner, g.grantee,
        array_agg(DISTINCT g.privilege_type ORDER BY g.privilege_type) AS privileges,
        array_agg(DISTINCT g.privilege_type ORDER BY g.privilege_type)
            FILTER (WHERE g.is_grantable AND g.grantee <> s.owner) AS grantable
    FROM acls AS s
    CROSS JOIN LATERAL pg_catalog.aclexplode(
        coalesce(s.acl, pg_catalog.acldefault(s.kind, s.owner))
    ) AS g
    GROUP BY s.catalog, s.oid, s.sub, s.kind, s.owner, g.grantee
), owners AS (
    SELECT s.catalog, s.oid, s.sub, s.owner
    FROM acls AS s
    WHERE s.acl IS NOT NULL AND s.kind <> 'c'
        AND (
            SELECT array_agg(g.privilege_type ORDER BY g.privilege_type)
            FROM pg_catalog.aclexplode(s.acl) AS g WHERE g.grantee = s.owner
        ) IS DISTINCT FROM (
            SELECT array_agg(g.privilege_type ORDER BY g.privilege_type)
            FROM pg_catalog.aclexplode(pg_catalog.acldefault(s.kind, s.owner)) AS g
            WHERE g.grantee = s.owner
        )
)
SELECT g.catalog AS parent_catalog, g.oid AS parent, g.sub AS parent_sub,
    CASE WHEN g.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid(g.grantee)::text END
        AS grantee,
    g.privileges,
    g.grantable
FROM granted AS g
WHERE g.grantee <> g.owner OR g.kind = 'c'
UNION ALL
SELECT o.catalog, o.oid, o.sub, pg_catalog.pg_get_userbyid(o.owner)::text,
    coalesce(g.privileges, '{}'), NULL
FROM owners AS o
LEFT JOIN granted AS g
    ON g.catalog = o.catalog AND g.oid = o.oid AND g.sub = o.sub AND g.grantee = o.owner
