ALTER POLICY own ON users TO PUBLIC USING (true);
ALTER POLICY ins ON users RENAME TO insertion;
ALTER POLICY del ON users TO reader, app;
