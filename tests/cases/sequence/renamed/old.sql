CREATE TABLE bills (id serial);
