CREATE TABLE "Odd ""Table""/1" ("select" integer, "a.b" text, "é" text, "with space" text, "%41" text);
