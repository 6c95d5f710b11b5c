DROP TYPE old_point;
CREATE TYPE point3 AS (x numeric(5,2), y numeric, label text COLLATE "C");
COMMENT ON TYPE point3 IS 'in space';
COMMENT ON COLUMN point3.x IS 'to the right';
