ALTER TABLE bills ALTER COLUMN id TYPE bigint;
ALTER TABLE bills ALTER COLUMN amount TYPE numeric(10,2);
ALTER TABLE bills ALTER COLUMN code TYPE text;
ALTER TABLE bills ALTER COLUMN at TYPE timestamp(3) with time zone;
ALTER TABLE bills ALTER COLUMN during TYPE interval;
