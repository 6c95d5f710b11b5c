CREATE TABLE users (city text, zip text);
CREATE STATISTICS cities ON city, zip, lower(city) FROM users;
