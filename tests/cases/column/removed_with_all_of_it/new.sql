ALTER TABLE users DROP email, DROP number;
DROP INDEX users_id_name;
ALTER TABLE users DROP id CASCADE;
