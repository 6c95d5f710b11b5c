CREATE TABLE users (city text, zip text, country text);
CREATE STATISTICS cities (ndistinct) ON city, zip FROM users;
CREATE STATISTICS lower_city ON lower(city), (zip || country) FROM users;
CREATE STATISTICS old_name ON city, country FROM users;
