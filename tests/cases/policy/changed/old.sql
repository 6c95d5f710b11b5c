CREATE TABLE users (id integer, tenant text);
CREATE POLICY own ON users FOR SELECT TO reader USING (tenant = current_user);
CREATE POLICY ins ON users FOR INSERT WITH CHECK (id > 0);
CREATE POLICY del ON users FOR DELETE USING (id > 0);
