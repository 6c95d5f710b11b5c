ALTER TABLE bills RENAME CONSTRAINT old_name TO new_name;
