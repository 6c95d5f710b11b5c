SELECT
    p.oid,
    n.nspname AS schema,
    p.proname AS name,
    pg_catalog.oidvectortypes(p.proargtypes) AS argument_types,
    pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
    pg_catalog.pg_get_userbyid(p.proowner) AS owner,
    m.description AS comment,
    CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'w' THEN 'window' ELSE 'function' END AS routine,
    pg_catalog.pg_get_function_result(p.oid) AS returns,
    l.lanname AS language,
    CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END
        AS volatility,
    CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
    p.proisstrict AS strict,
    p.prosecdef AS security_definer,
    p.proleakproof AS leakproof,
    nullif(p.procost, CASE WHEN l.lanname IN ('c', 'internal') THEN 1 ELSE 100 END) AS cost,
    CASE WHEN p.proretset THEN nullif(p.prorows, 1000) END AS rows,
    nullif(p.prosupport::oid, 0)::regproc::text AS support,
    (
        SELECT array_agg(x.name ORDER BY x.name COLLATE "C")
        FROM (SELECT pg_catalog.format_type(o, NULL) AS name FROM unnest(p.protrftypes) AS o) AS x
    ) AS transforms,
    {{ _options(p.proconfig) }} AS settings,
    needs.extensions AS depends_on_extensions,
    p.probin AS library,
    string_to_array(
        CASE WHEN p.prosqlbody IS NULL THEN p.prosrc
            ELSE pg_catalog.pg_get_function_sqlbody(p.oid) END,
        E'\n'
    ) AS body
FROM pg_catalog.pg_proc AS p
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
{{ _extensions(pg_proc, p.oid) }}
{{ _comment(pg_proc, p.oid) }}
WHERE p.prokind IN ('f', 'p', 'w') AND p.oid >= 16384
    AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_proc, p.oid) }}
    AND NOT EXISTS ( -- constructors of range types belong to their type
        SELECT FROM pg_catalog.pg_depend AS x
        WHERE x.classid = 'pg_catalog.pg_proc'::regclass AND x.objid = p.oid AND x.deptype = 'i'
            AND x.refclassid = 'pg_catalog.pg_type'::regclass
    )
