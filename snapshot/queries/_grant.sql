CASE WHEN $1.grantee = 0 THEN 'PUBLIC' ELSE pg_catalog.pg_get_userbyid($1.grantee)::text END
            || ': ' || $1.privilege_type || CASE WHEN $1.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
