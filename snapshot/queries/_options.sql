-- `name=value`, sorted. A value that may be a secret, by its name or by its look, never leaves the
-- server; a mere yes or no is none.
CASE WHEN $1 IS NOT NULL THEN (
        SELECT array_agg(o.shown ORDER BY o.shown COLLATE "C")
        FROM (
            SELECT CASE
                WHEN (p.name ~* '(pass|pwd|secret|token|credential|private|auth|jwt|salt|signature|key$|sas$)'
                    OR p.value ~* '(://[^/?#]*@|-----BEGIN|(pass|pwd|secret|token|key|credential)\w*\s*[=:])')
                    AND p.value !~* '^(true|false|on|off|yes|no|\d)?$'
                THEN p.name || '=***' ELSE u END AS shown
            FROM unnest($1) AS u
            CROSS JOIN LATERAL (
                SELECT split_part(u, '=', 1) AS name, substr(u, strpos(u, '=') + 1) AS value
            ) AS p
        ) AS o
    ) END
