CREATE TABLE bills (id serial PRIMARY KEY, number bigserial);
