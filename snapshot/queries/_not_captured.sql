-- What stands in the database and no kind of ours holds yet: counted, so that it is said.
SELECT o.kind, count(*) AS number
FROM (
    SELECT 'aggregate', 'pg_proc'::regclass, oid FROM pg_catalog.pg_proc WHERE prokind = 'a'
    UNION ALL SELECT 'range type', 'pg_type'::regclass, oid FROM pg_catalog.pg_type
        WHERE typtype = 'r'
    UNION ALL SELECT 'base type', 'pg_type'::regclass, oid FROM pg_catalog.pg_type
        WHERE typtype = 'b' AND typcategory <> 'A'
    UNION ALL SELECT 'rule', 'pg_rewrite'::regclass, oid FROM pg_catalog.pg_rewrite WHERE rulename <> '_RETURN'
    UNION ALL SELECT 'operator', 'pg_operator'::regclass, oid FROM pg_catalog.pg_operator
    UNION ALL SELECT 'operator class', 'pg_opclass'::regclass, oid FROM pg_catalog.pg_opclass
    UNION ALL SELECT 'cast', 'pg_cast'::regclass, oid FROM pg_catalog.pg_cast
    UNION ALL SELECT 'conversion', 'pg_conversion'::regclass, oid FROM pg_catalog.pg_conversion
    UNION ALL SELECT 'collation', 'pg_collation'::regclass, oid FROM pg_catalog.pg_collation
    UNION ALL SELECT 'access method', 'pg_am'::regclass, oid FROM pg_catalog.pg_am
    UNION ALL SELECT 'language', 'pg_language'::regclass, oid FROM pg_catalog.pg_language
    UNION ALL SELECT 'event trigger', 'pg_event_trigger'::regclass, oid FROM pg_catalog.pg_event_trigger
    UNION ALL SELECT 'statistics', 'pg_statistic_ext'::regclass, oid FROM pg_catalog.pg_statistic_ext
    UNION ALL SELECT 'publication', 'pg_publication'::regclass, oid FROM pg_catalog.pg_publication
    UNION ALL SELECT 'foreign data wrapper', 'pg_foreign_data_wrapper'::regclass, oid
        FROM pg_catalog.pg_foreign_data_wrapper
    UNION ALL SELECT 'foreign server', 'pg_foreign_server'::regclass, oid
        FROM pg_catalog.pg_foreign_server
    UNION ALL SELECT 'default privilege', 'pg_default_acl'::regclass, oid FROM pg_catalog.pg_default_acl
    UNION ALL SELECT 'text search configuration', 'pg_ts_config'::regclass, oid
        FROM pg_catalog.pg_ts_config
    UNION ALL SELECT 'text search dictionary', 'pg_ts_dict'::regclass, oid FROM pg_catalog.pg_ts_dict
) AS o (kind, classid, oid)
WHERE o.oid >= 16384 AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend AS x
    WHERE x.classid = o.classid AND x.objid = o.oid AND x.deptype = 'e')
GROUP BY o.kind
