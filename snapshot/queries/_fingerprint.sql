-- Every catalog row that a capture reads. Temporary objects are left out, or a busy production would
-- never hold still. Where the system columns are not for everybody, a hash of what may be read
-- stands for xmin. A server that was started anew may be a copy, or have lost its last transactions
-- and have used their numbers again. Any arm but the first can be left out. Where the arms of a
-- catalog count nothing, queries that have their rows of it are not asked: an arm may count too much.
WITH temporary AS (
    SELECT c.oid FROM pg_catalog.pg_class AS c WHERE c.relpersistence = 't'
), passing AS (
    SELECT n.oid FROM pg_catalog.pg_namespace AS n WHERE n.nspname ~ '^pg_temp'
), seen (catalog, n, total) AS (
    SELECT 'namespace', {{ _written(n) }} FROM pg_catalog.pg_namespace AS n
    WHERE n.nspname !~ '^pg_(toast_)?temp'
    UNION ALL SELECT 'class', {{ _written(c) }} FROM pg_catalog.pg_class AS c
    WHERE c.relpersistence <> 't' AND (c.relkind <> 't' OR c.reloptions IS NOT NULL)
        AND c.oid >= 16384
    UNION ALL SELECT 'attribute', {{ _written(a) }} FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid >= 16384 AND a.attrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'attrdef', {{ _written(d) }} FROM pg_catalog.pg_attrdef AS d
    WHERE d.adrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'constraint', {{ _written(c) }} FROM pg_catalog.pg_constraint AS c
    WHERE c.conrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'index', {{ _written(i) }} FROM pg_catalog.pg_index AS i
    WHERE i.indrelid >= 16384 AND i.indrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'trigger', {{ _written(t) }} FROM pg_catalog.pg_trigger AS t
    WHERE t.tgrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'policy', {{ _written(p) }} FROM pg_catalog.pg_policy AS p
    UNION ALL SELECT 'rewrite', {{ _written(r) }} FROM pg_catalog.pg_rewrite AS r
    WHERE r.ev_class NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'inherits', {{ _written(i) }} FROM pg_catalog.pg_inherits AS i
    WHERE i.inhrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'sequence', {{ _written(s) }} FROM pg_catalog.pg_sequence AS s
    WHERE s.seqrelid NOT IN (SELECT oid FROM temporary)
    UNION ALL SELECT 'type', {{ _written(t) }} FROM pg_catalog.pg_type AS t
    WHERE t.oid >= 16384 AND t.typnamespace NOT IN (SELECT oid FROM passing)
    UNION ALL SELECT 'enum', {{ _written(e) }} FROM pg_catalog.pg_enum AS e
    UNION ALL SELECT 'range', {{ _written(r) }} FROM pg_catalog.pg_range AS r
    UNION ALL SELECT 'collation', {{ _written(c) }} FROM pg_catalog.pg_collation AS c
    UNION ALL SELECT 'proc', {{ _written(p) }} FROM pg_catalog.pg_proc AS p
    WHERE (p.oid >= 16384 OR p.proacl IS NOT NULL)
        AND p.pronamespace NOT IN (SELECT oid FROM passing)
    UNION ALL SELECT 'aggregate', {{ _written(a) }} FROM pg_catalog.pg_aggregate AS a
    WHERE a.aggfnoid::oid >= 16384
    UNION ALL SELECT 'operator', {{ _written(o) }} FROM pg_catalog.pg_operator AS o
    WHERE o.oid >= 16384
    UNION ALL SELECT 'opfamily', {{ _written(f) }} FROM pg_catalog.pg_opfamily AS f
    WHERE f.oid >= 16384
    UNION ALL SELECT 'opclass', {{ _written(c) }} FROM pg_catalog.pg_opclass AS c
    WHERE c.oid >= 16384
    UNION ALL SELECT 'amop', {{ _written(o) }} FROM pg_catalog.pg_amop AS o WHERE o.oid >= 16384
    UNION ALL SELECT 'amproc', {{ _written(p) }} FROM pg_catalog.pg_amproc AS p WHERE p.oid >= 16384
    UNION ALL SELECT 'cast', {{ _written(c) }} FROM pg_catalog.pg_cast AS c WHERE c.oid >= 16384
    UNION ALL SELECT 'conversion', {{ _written(c) }} FROM pg_catalog.pg_conversion AS c
    WHERE c.oid >= 16384
    UNION ALL SELECT 'transform', {{ _written(t) }} FROM pg_catalog.pg_transform AS t
    UNION ALL SELECT 'language', {{ _written(l) }} FROM pg_catalog.pg_language AS l
    UNION ALL SELECT 'access method', {{ _written(a) }} FROM pg_catalog.pg_am AS a
    WHERE a.oid >= 16384
    UNION ALL SELECT 'statistics', {{ _written(s) }} FROM pg_catalog.pg_statistic_ext AS s
    UNION ALL SELECT 'ts configuration', {{ _written(c) }} FROM pg_catalog.pg_ts_config AS c
    WHERE c.oid >= 16384
    UNION ALL SELECT 'ts mapping', {{ _written(m) }} FROM pg_catalog.pg_ts_config_map AS m
    WHERE m.mapcfg >= 16384
    UNION ALL SELECT 'ts dictionary', {{ _written(d) }} FROM pg_catalog.pg_ts_dict AS d
    WHERE d.oid >= 16384
    UNION ALL SELECT 'ts parser', {{ _written(p) }} FROM pg_catalog.pg_ts_parser AS p
    WHERE p.oid >= 16384
    UNION ALL SELECT 'ts template', {{ _written(t) }} FROM pg_catalog.pg_ts_template AS t
    WHERE t.oid >= 16384
    UNION ALL SELECT 'extension', {{ _written(x) }} FROM pg_catalog.pg_extension AS x
    UNION ALL SELECT 'member', {{ _written(d) }} FROM pg_catalog.pg_depend AS d
    WHERE d.deptype IN ('e', 'x')
    UNION ALL SELECT 'partitioned', {{ _written(p) }} FROM pg_catalog.pg_partitioned_table AS p
    UNION ALL SELECT 'foreign table', {{ _written(f) }} FROM pg_catalog.pg_foreign_table AS f
    UNION ALL SELECT 'foreign server', {{ _written(f) }} FROM pg_catalog.pg_foreign_server AS f
    UNION ALL SELECT 'foreign data wrapper', {{ _written(f) }}
    FROM pg_catalog.pg_foreign_data_wrapper AS f
    UNION ALL SELECT 'user mapping', count(*), sum(hashtext(concat_ws(' ', u.umid, u.srvid, u.umuser, (
        SELECT string_agg(split_part(o, '=', 1), ' ') FROM unnest(u.umoptions) AS o
    ))))
    FROM pg_catalog.pg_user_mappings AS u
    UNION ALL SELECT 'publication', {{ _written(p) }} FROM pg_catalog.pg_publication AS p
    UNION ALL SELECT 'published table', {{ _written(p) }} FROM pg_catalog.pg_publication_rel AS p
    {{ pg_publication_namespace.oid ? UNION ALL SELECT 'published schema', {{ _written(p) }}
    FROM pg_catalog.pg_publication_namespace AS p : }}
    UNION ALL SELECT 'subscription', count(*), sum(hashtext(concat_ws(' ', s.oid, s.subname, s.subowner,
        s.subenabled, s.subbinary, s.substream, s.subslotname, s.subsynccommit, s.subpublications,
        {{ pg_subscription.subtwophasestate ? s.subtwophasestate : '' }},
        {{ pg_subscription.subdisableonerr ? s.subdisableonerr : '' }},
        {{ pg_subscription.subpasswordrequired ? s.subpasswordrequired : '' }},
        {{ pg_subscription.subrunasowner ? s.subrunasowner : '' }},
        {{ pg_subscription.subfailover ? s.subfailover : '' }},
        {{ pg_subscription.suborigin ? s.suborigin : '' }},
        {{ pg_subscription.subconninfo ? {{ _keywords(s.subconninfo) }} : '' }}
    ))) FROM pg_catalog.pg_subscription AS s
    UNION ALL SELECT 'event trigger', {{ _written(t) }} FROM pg_catalog.pg_event_trigger AS t
    UNION ALL SELECT 'default privilege', {{ _written(d) }} FROM pg_catalog.pg_default_acl AS d
    UNION ALL SELECT 'initial privilege', {{ _written(i) }} FROM pg_catalog.pg_init_privs AS i
    UNION ALL SELECT 'supplied', {{ _written(c) }} FROM pg_catalog.pg_class AS c
    WHERE c.oid < 16384 AND c.relacl IS NOT NULL AND c.relkind <> 'i'
    UNION ALL SELECT 'supplied column', {{ _written(a) }} FROM pg_catalog.pg_attribute AS a
    WHERE a.attrelid < 16384 AND a.attacl IS NOT NULL
    UNION ALL SELECT 'supplied type', {{ _written(t) }} FROM pg_catalog.pg_type AS t
    WHERE t.oid < 16384 AND t.typacl IS NOT NULL
    UNION ALL SELECT 'description', {{ _written(d) }} FROM pg_catalog.pg_description AS d
    WHERE (
        d.objoid >= 16384 AND d.objoid NOT IN (SELECT oid FROM temporary)
        OR d.classoid IN ('pg_catalog.pg_namespace'::regclass, 'pg_catalog.pg_extension'::regclass)
    )
    UNION ALL SELECT 'shared description', {{ _written(d) }} FROM pg_catalog.pg_shdescription AS d
    UNION ALL SELECT 'label', {{ _written(l) }} FROM pg_catalog.pg_seclabel AS l
    UNION ALL SELECT 'shared label', {{ _written(l) }} FROM pg_catalog.pg_shseclabel AS l
    UNION ALL SELECT 'database', {{ _written(d) }} FROM pg_catalog.pg_database AS d
    WHERE d.datname = current_database()
    UNION ALL SELECT 'setting', {{ _written(s) }} FROM pg_catalog.pg_db_role_setting AS s
    UNION ALL SELECT 'tablespace', {{ _written(t) }} FROM pg_catalog.pg_tablespace AS t
    UNION ALL SELECT 'role', count(*), sum(hashtext(r.oid || ' ' || r.rolname))
    FROM pg_catalog.pg_roles AS r
    UNION ALL SELECT 'role of ours', count(*), sum(hashtext(r.oid::text)) -- it says what is refused
    FROM pg_catalog.pg_roles AS r WHERE pg_catalog.pg_has_role(r.oid, 'USAGE')
), told AS (
    SELECT string_agg(concat_ws(' ', catalog, n, total), ',' ORDER BY catalog COLLATE "C") AS rows
    FROM seen
)
SELECT
    (SELECT rows FROM told) AS catalogs,
    pg_catalog.pg_postmaster_start_time()::text AS started,
    current_setting('lc_monetary') AS money -- constants of this type are written so
