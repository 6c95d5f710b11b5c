DROP POLICY everybody ON users;
CREATE POLICY own ON users AS RESTRICTIVE FOR UPDATE TO writer, app USING (tenant = current_user) WITH CHECK (id > 0);
COMMENT ON POLICY own ON users IS 'their own rows';
