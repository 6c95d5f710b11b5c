CREATE TYPE old_point AS (x integer);
