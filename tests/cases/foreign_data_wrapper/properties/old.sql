CREATE EXTENSION postgres_fdw;
CREATE FOREIGN DATA WRAPPER far OPTIONS (debug 'true', api_token 'do not show this');
