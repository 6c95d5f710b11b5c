CREATE TABLE rooms (id integer, during tsrange, old tsrange, CONSTRAINT no_old EXCLUDE USING gist (old WITH &&));
