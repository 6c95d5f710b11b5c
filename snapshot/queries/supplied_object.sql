-- pg_init_privs holds what initdb and extensions granted; where it has no row, the built-in
-- default holds. The schema `public` is listed as a schema. `oid` tells apart objects of several
-- catalogs, and columns: 14 bits of catalog, 32 of object, 12 of column.
WITH supplied (class, oid, sub, kind, owner, acl) AS (
    SELECT 'pg_class'::regclass, c.oid, 0, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
        c.relowner, c.relacl
    FROM pg_catalog.pg_class AS c WHERE c.relacl IS NOT NULL AND c.relpersistence <> 't'
    UNION ALL
    SELECT 'pg_class'::regclass, a.attrelid, a.attnum, 'c', c.relowner, a.attacl
    FROM pg_catalog.pg_attribute AS a JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE a.attacl IS NOT NULL
    UNION ALL
    SELECT 'pg_proc'::regclass, oid, 0, 'f', proowner, proacl FROM pg_catalog.pg_proc
    UNION ALL
    SELECT 'pg_type'::regclass, oid, 0, 'T', typowner, typacl FROM pg_catalog.pg_type
    UNION ALL
    SELECT 'pg_namespace'::regclass, oid, 0, 'n', nspowner, nspacl FROM pg_catalog.pg_namespace
    WHERE nspname <> 'public'
    UNION ALL
    SELECT 'pg_language'::regclass, oid, 0, 'l', lanowner, lanacl FROM pg_catalog.pg_language
    UNION ALL
    SELECT 'pg_foreign_data_wrapper'::regclass, oid, 0, 'F', fdwowner, fdwacl
    FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL
    SELECT 'pg_foreign_server'::regclass, oid, 0, 'S', srvowner, srvacl
    FROM pg_catalog.pg_foreign_server
), changed AS (
    SELECT
        s.class, s.oid, s.sub, x.extname AS extension,
        coalesce(s.acl, d.acl) AS now, coalesce(i.initprivs, d.acl) AS before
    FROM supplied AS s
    LEFT JOIN pg_catalog.pg_init_privs AS i
        ON i.classoid = s.class AND i.objoid = s.oid AND i.objsubid = s.sub
    LEFT JOIN pg_catalog.pg_depend AS e
        ON e.classid = s.class AND e.objid = s.oid AND e.objsubid = 0 AND e.deptype = 'e'
    LEFT JOIN pg_catalog.pg_extension AS x ON x.oid = e.refobjid
    CROSS JOIN LATERAL pg_catalog.acldefault(s.kind, s.owner) AS d (acl)
    WHERE (s.oid < 16384 OR e.objid IS NOT NULL) AND s.acl IS DISTINCT FROM i.initprivs
)
SELECT
    (c.class::oid::bigint << 44) | (c.oid::bigint << 12) | c.sub AS oid,
    o.type || ' ' || o.identity AS name,
    c.extension,
    g.words AS granted,
    r.words AS revoked
FROM changed AS c
CROSS JOIN LATERAL pg_catalog.pg_identify_object(c.class, c.oid, c.sub) AS o
CROSS JOIN LATERAL (
    SELECT array_agg({{ _grant(a) }} ORDER BY {{ _grant(a) }} COLLATE "C") AS words
    FROM (
        SELECT grantee, privilege_type, is_grantable FROM pg_catalog.aclexplode(c.now)
        EXCEPT SELECT grantee, privilege_type, is_grantable FROM pg_catalog.aclexplode(c.before)
    ) AS a
) AS g
CROSS JOIN LATERAL (
    SELECT array_agg({{ _grant(a) }} ORDER BY {{ _grant(a) }} COLLATE "C") AS words
    FROM (
        SELECT grantee, privilege_type, is_grantable FROM pg_catalog.aclexplode(c.before)
        EXCEPT SELECT grantee, privilege_type, is_grantable FROM pg_catalog.aclexplode(c.now)
    ) AS a
) AS r
WHERE (g.words IS NOT NULL OR r.words IS NOT NULL)
    AND coalesce(o.schema, o.name, '') <> 'information_schema' -- pg_init_privs knows nothing of it
