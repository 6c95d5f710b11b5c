SET allow_system_table_mods = on;
UPDATE pg_catalog.pg_seclabel SET label = 'secret' WHERE objsubid = 2;
DELETE FROM pg_catalog.pg_seclabel WHERE label = 'open';
INSERT INTO pg_catalog.pg_seclabel (objoid, classoid, objsubid, provider, label)
    VALUES ('act()'::regprocedure, 'pg_proc'::regclass, 0, 'other', 'x');
