-- Those from a range type to its multirange belong to the range type.
SELECT
    c.oid,
    pg_catalog.format_type(c.castsource, NULL) || ' as '
        || pg_catalog.format_type(c.casttarget, NULL) AS name,
    m.description AS comment,
    CASE c.castmethod WHEN 'b' THEN 'binary' WHEN 'i' THEN 'inout' ELSE 'function' END AS method,
    nullif(c.castfunc, 0)::regprocedure::text AS function,
    CASE c.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'assignment' ELSE 'explicit' END
        AS context
FROM pg_catalog.pg_cast AS c
{{ _comment(pg_cast, c.oid) }}
WHERE c.oid >= 16384
    AND {{ _not_of_extension(pg_cast, c.oid) }}
    AND NOT EXISTS (
        SELECT FROM pg_catalog.pg_depend AS i
        WHERE i.classid = 'pg_catalog.pg_cast'::regclass AND i.objid = c.oid AND i.deptype = 'i'
    )
