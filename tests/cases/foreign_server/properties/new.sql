ALTER SERVER there VERSION '2' OPTIONS (SET host 'b', SET password 'nor this');
GRANT USAGE ON FOREIGN SERVER there TO reader WITH GRANT OPTION;
COMMENT ON SERVER there IS 'over there';
ALTER SERVER old_name RENAME TO new_name;
