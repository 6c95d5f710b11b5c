CREATE SUBSCRIPTION news CONNECTION '' PUBLICATION a WITH (connect = false, slot_name = NONE);
