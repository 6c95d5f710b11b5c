-- What `snapshot.bracket` looks at: the relations of the fingerprint, row by row. What maintenance
-- writes about size, age and place is no part of what a row says; a toast table is made anew by it.
SELECT
    CASE c.relkind WHEN 't' THEN c.relname ELSE c.oid::text END AS relation,
    c.xmin::text AS writer,
    c.relfilenode::text AS file,
    md5((to_jsonb(c) - ARRAY['oid', 'relfilenode', 'relpages', 'reltuples', 'relallvisible',
        'relallfrozen', 'relfrozenxid', 'relminmxid', 'reltoastrelid'])::text) AS said
FROM pg_catalog.pg_class AS c
WHERE c.relpersistence <> 't' AND (
    c.oid >= 16384 AND (c.relkind <> 't' OR c.reloptions IS NOT NULL)
    OR c.oid < 16384 AND c.relacl IS NOT NULL AND c.relkind <> 'i'
)
