ALTER FOREIGN TABLE users ALTER id OPTIONS (SET column_name 'b');
ALTER FOREIGN TABLE users ALTER pin OPTIONS (DROP api_key, ADD rest 'x');
ALTER FOREIGN TABLE users OPTIONS (SET table_name 'u', SET password 'other');
