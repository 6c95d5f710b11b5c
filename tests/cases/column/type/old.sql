CREATE TABLE bills (id integer, amount numeric(12,2), code varchar(20), at timestamp, during interval day to second(3));
