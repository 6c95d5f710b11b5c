-- Every catalog row that a capture reads, as count, newest and sum of its xmin. Temporary objects
-- are left out, or a busy production would never hold still.
WITH temporary AS (
    SELECT c.oid, c.reltype FROM pg_catalog.pg_class AS c WHERE c.relpersistence = 't'
), seen (catalog, xmin) AS (
    SELECT 'class', c.xmin FROM pg_catalog.pg_class AS c
    WHERE c.relpersistence <> 't' AND c.relkind <> 't' AND c.oid >= 16384
    UNION ALL SELECT 'attribute', a.xmin FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid >= 16384 AND a.attrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'attrdef', d.xmin FROM pg_catalog.pg_attrdef AS d
    WHERE d.adrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'constraint', c.xmin FROM pg_catalog.pg_constraint AS c
    WHERE c.conrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'index', i.xmin FROM pg_catalog.pg_index AS i
    WHERE i.indrelid >= 16384 AND i.indrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'trigger', t.xmin FROM pg_catalog.pg_trigger AS t
    WHERE t.tgrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'policy', p.xmin FROM pg_catalog.pg_policy AS p
    UNION ALL SELECT 'rewrite', r.xmin FROM pg_catalog.pg_rewrite AS r
    WHERE r.ev_class NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'inherits', i.xmin FROM pg_catalog.pg_inherits AS i
    WHERE i.inhrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'sequence', s.xmin FROM pg_catalog.pg_sequence AS s
    WHERE s.seqrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'type', t.xmin FROM pg_catalog.pg_type AS t
    WHERE t.oid >= 16384 AND (t.typrelid = 0 OR t.typrelid NOT IN (SELECT oid FROM temporary))
        AND t.typelem NOT IN (SELECT reltype FROM temporary)
    UNION ALL SELECT 'enum', e.xmin FROM pg_catalog.pg_enum AS e
    UNION ALL SELECT 'proc', p.xmin FROM pg_catalog.pg_proc AS p WHERE p.oid >= 16384
    UNION ALL SELECT 'namespace', n.xmin FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname !~ '^pg_(toast_)?temp'
    UNION ALL SELECT 'extension', x.xmin FROM pg_catalog.pg_extension AS x
    UNION ALL SELECT 'partitioned', p.xmin FROM pg_catalog.pg_partitioned_table AS p
    UNION ALL SELECT 'foreign table', f.xmin FROM pg_catalog.pg_foreign_table AS f
    UNION ALL SELECT 'foreign server', f.xmin FROM pg_catalog.pg_foreign_server AS f
    UNION ALL SELECT 'description', d.xmin FROM pg_catalog.pg_description AS d
    WHERE (
        d.objoid >= 16384 AND d.objoid NOT IN (SELECT oid FROM temporary)
        OR d.classoid IN ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_extension'::regclass)
    )
    UNION ALL SELECT 'member', d.xmin FROM pg_catalog.pg_depend AS d WHERE d.deptype = 'e'
    UNION ALL SELECT 'shared description', d.xmin FROM pg_catalog.pg_shdescription AS d
    UNION ALL SELECT 'database', d.xmin FROM pg_catalog.pg_database AS d
    WHERE d.datname = current_database()
    UNION ALL SELECT 'setting', s.xmin FROM pg_catalog.pg_db_role_setting AS s
    UNION ALL SELECT 'role', (hashtext(r.rolname)::bigint & 4294967295)::text::xid
    FROM pg_catalog.pg_roles AS r
), summed AS (
    SELECT catalog, count(*) AS n, max(xmin::text::bigint) AS newest, sum(xmin::text::bigint) AS total
    FROM seen GROUP BY catalog
)
SELECT encode(sha256(convert_to(
    string_agg(catalog || ' ' || n || ' ' || newest || ' ' || total, ',' ORDER BY catalog COLLATE "C"),
    'UTF8'
)), 'hex') AS fingerprint
FROM summed
