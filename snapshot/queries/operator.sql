SELECT
    o.oid,
    n.nspname AS schema,
    o.oprname AS name,
    CASE WHEN o.oprleft <> 0 THEN pg_catalog.format_type(o.oprleft, NULL) END AS left,
    CASE WHEN o.oprright <> 0 THEN pg_catalog.format_type(o.oprright, NULL) END AS right,
    pg_catalog.pg_get_userbyid(o.oprowner) AS owner,
    m.description AS comment,
    o.oprcode::regproc::text AS function,
    nullif(o.oprcom, 0)::regoperator::text AS commutator,
    nullif(o.oprnegate, 0)::regoperator::text AS negator,
    nullif(o.oprrest::oid, 0)::regproc::text AS restrict,
    nullif(o.oprjoin::oid, 0)::regproc::text AS join,
    o.oprcanhash AS hashes,
    o.oprcanmerge AS merges
FROM pg_catalog.pg_operator AS o
JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
{{ _comment(pg_operator, o.oid) }}
WHERE o.oid >= 16384 AND o.oprcode <> 0 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_operator, o.oid) }}
