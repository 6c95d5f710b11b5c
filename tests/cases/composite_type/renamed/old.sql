CREATE TYPE point2 AS (x integer);
CREATE TABLE places (at point2);
