-- needs 18
CREATE TABLE bills (net numeric, gross numeric GENERATED ALWAYS AS (net * 2) STORED);
