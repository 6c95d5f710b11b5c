ALTER TABLE rooms DROP CONSTRAINT no_old;
ALTER TABLE rooms ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (id > 0);
COMMENT ON CONSTRAINT no_overlap ON rooms IS 'one at a time';
