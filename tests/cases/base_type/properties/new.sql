ALTER TYPE mass SET (ANALYZE = range_typanalyze);
ALTER TYPE mass OWNER TO app;
COMMENT ON TYPE mass IS 'in grams';
DROP TYPE yet_to_come;
