-- What comes and goes as data does: no fingerprint tells of it, so it is counted each time.
SELECT 'large object' AS why, count(*) AS number FROM pg_catalog.pg_largeobject_metadata
