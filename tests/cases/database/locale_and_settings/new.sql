ALTER ROLE app IN DATABASE chronicle_case SET work_mem = '5MB';
ALTER DATABASE chronicle_case SET app.jwt_secret = 'do not show this';
ALTER DATABASE chronicle_case CONNECTION LIMIT 7;
