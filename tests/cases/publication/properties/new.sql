ALTER PUBLICATION news SET (publish = 'insert', publish_via_partition_root = true);
COMMENT ON PUBLICATION news IS 'for the warehouse';
ALTER PUBLICATION old_name RENAME TO new_name;
CREATE PUBLICATION everything FOR ALL TABLES;
