-- Its connection string is a kind of its own, since most roles may not read that column.
SELECT
    s.oid,
    s.subname AS name,
    pg_catalog.pg_get_userbyid(s.subowner) AS owner,
    m.description AS comment,
    s.subenabled AS enabled,
    (SELECT array_agg(p ORDER BY p COLLATE "C") FROM unnest(s.subpublications) AS p)
        AS publications,
    s.subslotname AS slot,
    s.subbinary AS binary,
    CASE left(s.substream::text, 1) WHEN 'p' THEN 'parallel' WHEN 't' THEN 'on' ELSE 'off' END
        AS streaming,
    {{ pg_subscription.subtwophasestate ? s.subtwophasestate <> 'd' : false }} AS two_phase,
    {{ pg_subscription.subdisableonerr ? s.subdisableonerr : false }} AS disable_on_error,
    {{ pg_subscription.subpasswordrequired ? s.subpasswordrequired : true }} AS password_required,
    {{ pg_subscription.subrunasowner ? s.subrunasowner : true }} AS run_as_owner,
    {{ pg_subscription.subfailover ? s.subfailover : false }} AS failover,
    s.subsynccommit AS synchronous_commit,
    {{ pg_subscription.suborigin ? s.suborigin : 'any' }} AS origin
FROM pg_catalog.pg_subscription AS s
{{ _comment(pg_subscription, s.oid) }}
WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())
