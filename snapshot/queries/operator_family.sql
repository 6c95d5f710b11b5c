SELECT
    f.oid,
    n.nspname AS schema,
    f.opfname AS name,
    am.amname AS using,
    pg_catalog.pg_get_userbyid(f.opfowner) AS owner,
    m.description AS comment
FROM pg_catalog.pg_opfamily AS f
JOIN pg_catalog.pg_namespace AS n ON n.oid = f.opfnamespace
JOIN pg_catalog.pg_am AS am ON am.oid = f.opfmethod
{{ _comment(pg_opfamily, f.oid) }}
WHERE f.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_opfamily, f.oid) }}
