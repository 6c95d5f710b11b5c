DROP TYPE span;
CREATE TYPE span AS RANGE (subtype = double precision);
DROP TYPE words;
CREATE TYPE words AS RANGE (subtype = text, subtype_opclass = text_pattern_ops, multirange_type_name = sentences);
ALTER TYPE old_name RENAME TO new_name;
GRANT USAGE ON TYPE new_name TO reader;
COMMENT ON TYPE new_name IS 'days';
