SELECT
    m.mapcfg AS parent,
    k.alias AS token,
    array_agg(m.mapdict::regdictionary::text ORDER BY m.mapseqno) AS dictionaries
FROM pg_catalog.pg_ts_config_map AS m
JOIN pg_catalog.pg_ts_config AS c ON c.oid = m.mapcfg
CROSS JOIN LATERAL pg_catalog.ts_token_type(c.cfgparser) AS k
WHERE m.mapcfg >= 16384 AND k.tokid = m.maptokentype
GROUP BY m.mapcfg, k.alias
