CREATE COLLATION names (provider = libc, locale = 'C');
CREATE COLLATION old_name (provider = libc, locale = 'POSIX');
