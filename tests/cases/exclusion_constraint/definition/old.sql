CREATE TABLE rooms (id integer, during tsrange, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&));
