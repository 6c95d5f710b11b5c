CREATE SUBSCRIPTION news CONNECTION 'host=there password=secret' PUBLICATION a WITH (connect = false, slot_name = NONE, streaming = off);
