SELECT
    p.oid,
    n.nspname AS schema,
    p.proname AS name,
    pg_catalog.oidvectortypes(p.proargtypes) AS argument_types,
    pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
    pg_catalog.pg_get_userbyid(p.proowner) AS owner,
    m.description AS comment,
    CASE a.aggkind WHEN 'o' THEN 'ordered set' WHEN 'h' THEN 'hypothetical set'
        ELSE 'normal' END AS aggregate,
    CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' ELSE 'unsafe' END AS parallel,
    a.aggtransfn::regproc::text AS state_function,
    pg_catalog.format_type(a.aggtranstype, NULL) AS state_type,
    a.aggtransspace AS state_size,
    a.agginitval AS initial,
    nullif(a.aggfinalfn::oid, 0)::regproc::text AS final_function,
    a.aggfinalextra AS final_extra,
    w.words[strpos('rsw', nullif(a.aggfinalmodify, w.usual)::text)] AS final_modify,
    nullif(a.aggcombinefn::oid, 0)::regproc::text AS combine_function,
    nullif(a.aggserialfn::oid, 0)::regproc::text AS serial_function,
    nullif(a.aggdeserialfn::oid, 0)::regproc::text AS deserial_function,
    nullif(a.aggmtransfn::oid, 0)::regproc::text AS moving_state_function,
    nullif(a.aggminvtransfn::oid, 0)::regproc::text AS moving_inverse_function,
    CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END
        AS moving_state_type,
    a.aggmtransspace AS moving_state_size,
    a.aggminitval AS moving_initial,
    nullif(a.aggmfinalfn::oid, 0)::regproc::text AS moving_final_function,
    a.aggmfinalextra AS moving_final_extra,
    w.words[strpos('rsw', nullif(a.aggmfinalmodify, w.usual)::text)] AS moving_final_modify,
    nullif(a.aggsortop, 0)::regoper::text AS sort_operator
FROM pg_catalog.pg_aggregate AS a
JOIN pg_catalog.pg_proc AS p ON p.oid = a.aggfnoid
JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
CROSS JOIN LATERAL (
    SELECT
        ARRAY['read only', 'shareable', 'read write'] AS words,
        CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char" AS usual
) AS w
{{ _comment(pg_proc, p.oid) }}
WHERE p.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_proc, p.oid) }}
