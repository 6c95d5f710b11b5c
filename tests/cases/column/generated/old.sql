CREATE TABLE bills (net numeric, tax numeric, gross numeric GENERATED ALWAYS AS (net + tax) STORED, twice numeric GENERATED ALWAYS AS (net * 2) STORED);
