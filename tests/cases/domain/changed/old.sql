CREATE DOMAIN email AS text CHECK (VALUE <> '');
CREATE TABLE users (email email);
