SELECT
    c.oid,
    n.nspname AS schema,
    c.opcname AS name,
    am.amname AS using,
    pg_catalog.pg_get_userbyid(c.opcowner) AS owner,
    m.description AS comment,
    pg_catalog.format_type(c.opcintype, NULL) AS type,
    CASE WHEN fn.nspname <> 'pg_catalog' THEN quote_ident(fn.nspname) || '.' ELSE '' END
        || quote_ident(f.opfname) AS family,
    c.opcdefault AS default,
    CASE WHEN c.opckeytype <> 0 THEN pg_catalog.format_type(c.opckeytype, NULL) END AS storage
FROM pg_catalog.pg_opclass AS c
JOIN pg_catalog.pg_namespace AS n ON n.oid = c.opcnamespace
JOIN pg_catalog.pg_am AS am ON am.oid = c.opcmethod
JOIN pg_catalog.pg_opfamily AS f ON f.oid = c.opcfamily
JOIN pg_catalog.pg_namespace AS fn ON fn.oid = f.opfnamespace
{{ _comment(pg_opclass, c.oid) }}
WHERE c.oid >= 16384 AND {{ _user_schema(n.nspname) }}
    AND {{ _not_of_extension(pg_opclass, c.oid) }}
