ALTER TABLE "Odd ""Table""/1" DROP COLUMN "a.b";
ALTER TABLE "Odd ""Table""/1" ALTER COLUMN "é" SET NOT NULL;
ALTER TABLE "Odd ""Table""/1" ADD COLUMN "A.B" text;
COMMENT ON COLUMN "Odd ""Table""/1"."%41" IS 'a percent';
