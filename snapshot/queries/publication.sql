SELECT
    p.oid,
    p.pubname AS name,
    pg_catalog.pg_get_userbyid(p.pubowner) AS owner,
    m.description AS comment,
    p.puballtables AS all_tables,
    (
        SELECT coalesce(array_agg(o.word ORDER BY o.word COLLATE "C"), '{}')
        FROM (VALUES
            ('insert', p.pubinsert), ('update', p.pubupdate), ('delete', p.pubdelete),
            ('truncate', p.pubtruncate)
        ) AS o (word, published)
        WHERE o.published
    ) AS operations,
    p.pubviaroot AS via_root,
    {{ pg_publication.pubgencols ? CASE p.pubgencols WHEN 's' THEN 'stored' ELSE 'none' END : 'none' }}
        AS generated_columns,
    {{ pg_publication_namespace.oid ? (
        SELECT array_agg(n.nspname::text ORDER BY n.nspname::text COLLATE "C")
        FROM pg_catalog.pg_publication_namespace AS s
        JOIN pg_catalog.pg_namespace AS n ON n.oid = s.pnnspid
        WHERE s.pnpubid = p.oid
    ) : NULL }} AS schemas
FROM pg_catalog.pg_publication AS p
{{ _comment(pg_publication, p.oid) }}
WHERE {{ _not_of_extension(pg_publication, p.oid) }}
