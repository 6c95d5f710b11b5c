ALTER STATISTICS cities SET STATISTICS 500;
COMMENT ON STATISTICS cities IS 'they go together';
DROP STATISTICS lower_city;
CREATE STATISTICS lower_city (mcv) ON lower(city), country FROM users;
ALTER STATISTICS old_name RENAME TO new_name;
