CASE WHEN $1.reloptions IS NOT NULL OR $1.reltoastrelid IN (
        SELECT oid FROM pg_catalog.pg_class WHERE relkind = 't' AND reloptions IS NOT NULL
    ) THEN (
        SELECT array_agg(o ORDER BY o COLLATE "C")
        FROM unnest($1.reloptions || (
            SELECT array_agg('toast.' || t)
            FROM pg_catalog.pg_class AS tc CROSS JOIN unnest(tc.reloptions) AS t
            WHERE tc.oid = $1.reltoastrelid
        )) AS o
    ) END
