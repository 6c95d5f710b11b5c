CREATE TABLE users (a text, b text, c text, d text);
ALTER TABLE users ALTER c SET STATISTICS 10, ALTER d SET (n_distinct = 5);
