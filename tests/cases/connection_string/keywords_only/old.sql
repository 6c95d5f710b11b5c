CREATE SUBSCRIPTION news CONNECTION 'host=there password=''do not = show'' dbname=shop' PUBLICATION a WITH (connect = false, slot_name = NONE);
CREATE SUBSCRIPTION same CONNECTION 'host=there password=secret' PUBLICATION a WITH (connect = false, slot_name = NONE);
