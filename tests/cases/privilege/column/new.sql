GRANT SELECT (email), UPDATE (email) ON users TO reader;
REVOKE SELECT (id) ON users FROM reader;
GRANT SELECT (email) ON mails TO PUBLIC;
