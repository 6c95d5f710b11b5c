SELECT
    d.oid,
    pg_catalog.pg_get_userbyid(d.defaclrole) || ' on ' || o.objects
        || coalesce(' in ' || quote_ident(n.nspname), '') AS name,
    pg_catalog.pg_get_userbyid(d.defaclrole) AS role,
    o.objects,
    n.nspname AS in_schema
FROM pg_catalog.pg_default_acl AS d
LEFT JOIN pg_catalog.pg_namespace AS n ON n.oid = d.defaclnamespace
CROSS JOIN LATERAL (
    SELECT CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
        WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas'
        ELSE 'large objects' END AS objects
) AS o
WHERE {{ _not_of_extension(pg_default_acl, d.oid) }}
