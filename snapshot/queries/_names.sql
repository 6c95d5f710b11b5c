-- The names of the columns of $1 that have the numbers $2, in that order: mostly of one. Each is looked
-- up by itself: joined, they would be sought among all columns there are.
CASE WHEN cardinality($2) = 1 THEN ARRAY[(
        SELECT attname::text FROM pg_catalog.pg_attribute
        WHERE attrelid = $1 AND attnum = ($2)[1]
    )] ELSE (
        SELECT array_agg(a.attname::text ORDER BY p.n)
        FROM unnest($2) WITH ORDINALITY AS p (attnum, n)
        CROSS JOIN LATERAL (
            SELECT attname FROM pg_catalog.pg_attribute
            WHERE attrelid = $1 AND attnum = p.attnum OFFSET 0
        ) AS a
    ) END
