DROP DOMAIN old_email;
CREATE DOMAIN email AS varchar(100) COLLATE "C" DEFAULT 'none' NOT NULL CHECK (VALUE <> '');
COMMENT ON DOMAIN email IS 'where to write';
