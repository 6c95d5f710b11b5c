CREATE TABLE users (id integer PRIMARY KEY, mail text UNIQUE WITH (fillfactor = 70));
