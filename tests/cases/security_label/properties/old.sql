CREATE TABLE users (id integer, name text);
CREATE FUNCTION act() RETURNS integer LANGUAGE sql AS 'SELECT 1';
SET allow_system_table_mods = on; -- no label provider is at hand
INSERT INTO pg_catalog.pg_seclabel (objoid, classoid, objsubid, provider, label) VALUES
    ('users'::regclass, 'pg_class'::regclass, 0, 'selinux', 'open'),
    ('users'::regclass, 'pg_class'::regclass, 2, 'selinux', 'closed'),
    ('act()'::regprocedure, 'pg_proc'::regclass, 0, 'selinux', 'trusted');
