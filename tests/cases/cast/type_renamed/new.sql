ALTER TYPE mood RENAME TO feeling;
COMMENT ON CAST (feeling AS bigint) IS 'far';
