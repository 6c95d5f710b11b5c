ALTER COLLATION names OWNER TO app;
COMMENT ON COLLATION names IS 'byte by byte';
DROP COLLATION old_name;
CREATE COLLATION new_name (provider = libc, lc_collate = 'C', lc_ctype = 'POSIX');
