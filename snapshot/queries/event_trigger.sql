SELECT
    t.oid,
    t.evtname AS name,
    pg_catalog.pg_get_userbyid(t.evtowner) AS owner,
    m.description AS comment,
    t.evtevent AS event,
    t.evtfoid::regproc::text AS function,
    (SELECT array_agg(g ORDER BY g COLLATE "C") FROM unnest(t.evttags) AS g) AS tags,
    CASE t.evtenabled WHEN 'O' THEN 'origin' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always'
        ELSE 'disabled' END AS enabled
FROM pg_catalog.pg_event_trigger AS t
{{ _comment(pg_event_trigger, t.oid) }}
WHERE {{ _not_of_extension(pg_event_trigger, t.oid) }}
