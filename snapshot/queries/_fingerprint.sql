-- Every catalog row that a capture reads, as count, newest and sum of its xmin. Temporary objects
-- are left out, or a busy production would never hold still. Where the system columns are not for
-- everybody, a hash of what may be read stands for xmin. Any arm but the first can be left out.
WITH temporary AS (
    SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relpersistence = 't'
), passing AS (
    SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname ~ '^pg_temp'
), seen (catalog, xmin) AS (
    SELECT 'namespace', n.xmin FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname !~ '^pg_(toast_)?temp'
    UNION ALL SELECT 'class', c.xmin FROM pg_catalog.pg_class AS c
    WHERE c.relpersistence <> 't' AND (c.relkind <> 't' OR c.reloptions IS NOT NULL)
        AND c.oid >= 16384
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
    WHERE t.oid >= 16384 AND t.typnamespace NOT IN (SELECT oid FROM passing)
    UNION ALL SELECT 'enum', e.xmin FROM pg_catalog.pg_enum AS e
    UNION ALL SELECT 'range', r.xmin FROM pg_catalog.pg_range AS r
    UNION ALL SELECT 'collation', c.xmin FROM pg_catalog.pg_collation AS c WHERE c.oid >= 16384
    UNION ALL SELECT 'proc', p.xmin FROM pg_catalog.pg_proc AS p
    WHERE (p.oid >= 16384 OR p.proacl IS NOT NULL)
        AND p.pronamespace NOT IN (SELECT oid FROM passing)
    UNION ALL SELECT 'aggregate', a.xmin FROM pg_catalog.pg_aggregate AS a
    WHERE a.aggfnoid::oid >= 16384
    UNION ALL SELECT 'operator', o.xmin FROM pg_catalog.pg_operator AS o WHERE o.oid >= 16384
    UNION ALL SELECT 'opfamily', f.xmin FROM pg_catalog.pg_opfamily AS f WHERE f.oid >= 16384
    UNION ALL SELECT 'opclass', c.xmin FROM pg_catalog.pg_opclass AS c WHERE c.oid >= 16384
    UNION ALL SELECT 'amop', o.xmin FROM pg_catalog.pg_amop AS o WHERE o.oid >= 16384
    UNION ALL SELECT 'amproc', p.xmin FROM pg_catalog.pg_amproc AS p WHERE p.oid >= 16384
    UNION ALL SELECT 'cast', c.xmin FROM pg_catalog.pg_cast AS c WHERE c.oid >= 16384
    UNION ALL SELECT 'conversion', c.xmin FROM pg_catalog.pg_conversion AS c WHERE c.oid >= 16384
    UNION ALL SELECT 'transform', t.xmin FROM pg_catalog.pg_transform AS t
    UNION ALL SELECT 'language', l.xmin FROM pg_catalog.pg_language AS l
    UNION ALL SELECT 'access method', a.xmin FROM pg_catalog.pg_am AS a WHERE a.oid >= 16384
    UNION ALL SELECT 'statistics', s.xmin FROM pg_catalog.pg_statistic_ext AS s
    UNION ALL SELECT 'ts configuration', c.xmin FROM pg_catalog.pg_ts_config AS c
    WHERE c.oid >= 16384
    UNION ALL SELECT 'ts mapping', m.xmin FROM pg_catalog.pg_ts_config_map AS m
    WHERE m.mapcfg >= 16384
    UNION ALL SELECT 'ts dictionary', d.xmin FROM pg_catalog.pg_ts_dict AS d WHERE d.oid >= 16384
    UNION ALL SELECT 'ts parser', p.xmin FROM pg_catalog.pg_ts_parser AS p WHERE p.oid >= 16384
    UNION ALL SELECT 'ts template', t.xmin FROM pg_catalog.pg_ts_template AS t
    WHERE t.oid >= 16384
    UNION ALL SELECT 'extension', x.xmin FROM pg_catalog.pg_extension AS x
    UNION ALL SELECT 'member', d.xmin FROM pg_catalog.pg_depend AS d WHERE d.deptype IN ('e', 'x')
    UNION ALL SELECT 'partitioned', p.xmin FROM pg_catalog.pg_partitioned_table AS p
    UNION ALL SELECT 'foreign table', f.xmin FROM pg_catalog.pg_foreign_table AS f
    UNION ALL SELECT 'foreign server', f.xmin FROM pg_catalog.pg_foreign_server AS f
    UNION ALL SELECT 'foreign data wrapper', f.xmin FROM pg_catalog.pg_foreign_data_wrapper AS f
    UNION ALL SELECT 'user mapping', (hashtext(concat_ws(' ', u.umid, u.srvid, u.umuser, (
        SELECT string_agg(split_part(o, '=', 1), ' ') FROM unnest(u.umoptions) AS o
    )))::bigint & 4294967295)::text::xid
    FROM pg_catalog.pg_user_mappings AS u
    UNION ALL SELECT 'publication', p.xmin FROM pg_catalog.pg_publication AS p
    UNION ALL SELECT 'published table', p.xmin FROM pg_catalog.pg_publication_rel AS p
    {{ pg_publication_namespace.oid ? UNION ALL SELECT 'published schema', p.xmin
    FROM pg_catalog.pg_publication_namespace AS p : }}
    UNION ALL SELECT 'subscription', (hashtext(concat_ws(' ', s.oid, s.subname, s.subowner,
        s.subenabled, s.subbinary, s.substream, s.subslotname, s.subsynccommit, s.subpublications,
        {{ pg_subscription.subtwophasestate ? s.subtwophasestate : '' }},
        {{ pg_subscription.subdisableonerr ? s.subdisableonerr : '' }},
        {{ pg_subscription.subpasswordrequired ? s.subpasswordrequired : '' }},
        {{ pg_subscription.subrunasowner ? s.subrunasowner : '' }},
        {{ pg_subscription.subfailover ? s.subfailover : '' }},
        {{ pg_subscription.suborigin ? s.suborigin : '' }},
        {{ pg_subscription.subconninfo ? {{ _keywords(s.subconninfo) }} : '' }}
    ))::bigint & 4294967295)::text::xid FROM pg_catalog.pg_subscription AS s
    UNION ALL SELECT 'event trigger', t.xmin FROM pg_catalog.pg_event_trigger AS t
    UNION ALL SELECT 'default privilege', d.xmin FROM pg_catalog.pg_default_acl AS d
    UNION ALL SELECT 'initial privilege', i.xmin FROM pg_catalog.pg_init_privs AS i
    UNION ALL SELECT 'supplied', c.xmin FROM pg_catalog.pg_class AS c
    WHERE c.oid < 16384 AND c.relacl IS NOT NULL AND c.relkind <> 'i'
    UNION ALL SELECT 'supplied column', a.xmin FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid < 16384 AND a.attacl IS NOT NULL
    UNION ALL SELECT 'supplied type', t.xmin FROM pg_catalog.pg_type AS t
    WHERE t.oid < 16384 AND t.typacl IS NOT NULL
    UNION ALL SELECT 'description', d.xmin FROM pg_catalog.pg_description AS d
    WHERE (
        d.objoid >= 16384 AND d.objoid NOT IN (SELECT oid FROM temporary)
        OR d.classoid IN ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_extension'::regclass)
    )
    UNION ALL SELECT 'shared description', d.xmin FROM pg_catalog.pg_shdescription AS d
    UNION ALL SELECT 'label', l.xmin FROM pg_catalog.pg_seclabel AS l
    UNION ALL SELECT 'shared label', l.xmin FROM pg_catalog.pg_shseclabel AS l
    UNION ALL SELECT 'database', d.xmin FROM pg_catalog.pg_database AS d
    WHERE d.datname = current_database()
    UNION ALL SELECT 'setting', s.xmin FROM pg_catalog.pg_db_role_setting AS s
    UNION ALL SELECT 'tablespace', t.xmin FROM pg_catalog.pg_tablespace AS t
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
