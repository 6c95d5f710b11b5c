-- `name=value`, sorted. A value that may be a secret, by its name or its look, never leaves the
-- server.
(
        SELECT array_agg(o.shown ORDER BY o.shown COLLATE "C")
        FROM (
            SELECT CASE
                WHEN split_part(u, '=', 1) ~* '(pass|pwd|secret|token|credential|private|auth|jwt|salt|api.?key|access.?key|account.?key|encrypt.*key|signature|sas$)'
                    OR substr(u, strpos(u, '=') + 1) ~* '(://[^/?#]*@|-----BEGIN|(pass|pwd|secret|token|key|credential)\w*\s*[=:])'
                THEN split_part(u, '=', 1) || '=***' ELSE u END AS shown
            FROM unnest($1) AS u
        ) AS o
    )
