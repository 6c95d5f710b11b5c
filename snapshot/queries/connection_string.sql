SELECT
    s.oid AS parent,
    {{ _keywords(s.subconninfo) }} AS keywords
FROM pg_catalog.pg_subscription AS s
WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
