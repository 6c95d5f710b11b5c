-- Only the words that libpq knows ever leave the server, so no part of a value can.
(
        SELECT array_agg(DISTINCT w.word ORDER BY w.word)
        FROM (
            SELECT (regexp_matches($1,
                '(\w+)\s*=\s*(?:''(?:[^''\\]|\\.)*''|(?:[^\s''\\]|\\.)*)', 'g'))[1]
            WHERE $1 !~ '^postgres(ql)?://'
            UNION ALL
            SELECT (regexp_matches($1, '[?&](\w+)=', 'g'))[1]
            WHERE $1 ~ '^postgres(ql)?://'
            UNION ALL SELECT 'user' WHERE $1 ~ '^postgres(ql)?://[^/?:@]+(:[^/?@]*)?@'
            UNION ALL SELECT 'password' WHERE $1 ~ '^postgres(ql)?://[^/?:@]*:[^/?@]+@'
            UNION ALL SELECT 'host' WHERE $1 ~ '^postgres(ql)?://([^/?@]*@)?[^/?:@]+'
            UNION ALL SELECT 'port' WHERE $1 ~ '^postgres(ql)?://([^/?@]*@)?[^/?@]*:\d+'
            UNION ALL SELECT 'dbname' WHERE $1 ~ '^postgres(ql)?://[^/?]*/[^/?]+'
        ) AS w (word)
        WHERE w.word IN (
            'application_name', 'channel_binding', 'client_encoding', 'connect_timeout', 'dbname',
            'fallback_application_name', 'gssencmode', 'gssdelegation', 'gsslib', 'host', 'hostaddr',
            'keepalives', 'keepalives_count', 'keepalives_idle', 'keepalives_interval', 'krbsrvname',
            'load_balance_hosts', 'max_protocol_version', 'min_protocol_version', 'options',
            'passfile', 'password', 'port', 'replication', 'require_auth', 'requirepeer',
            'scram_client_key', 'scram_server_key', 'service', 'servicefile', 'ssl_max_protocol_version',
            'ssl_min_protocol_version', 'sslcert', 'sslcertmode', 'sslcompression', 'sslcrl',
            'sslcrldir', 'sslkey', 'sslkeylogfile', 'sslmode', 'sslnegotiation', 'sslpassword',
            'sslrootcert', 'sslsni', 'target_session_attrs', 'tcp_user_timeout', 'user'
        )
    )
