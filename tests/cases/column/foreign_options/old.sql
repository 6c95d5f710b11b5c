CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER there FOREIGN DATA WRAPPER far;
CREATE FOREIGN TABLE users (id integer OPTIONS (column_name 'a'), pin text OPTIONS (api_key 'do not show this')) SERVER there OPTIONS (table_name 't', password 'nor this');
