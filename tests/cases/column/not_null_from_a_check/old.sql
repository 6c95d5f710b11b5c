CREATE TABLE users (id integer, email text, "Odd" text, CONSTRAINT email_set CHECK (email IS NOT NULL),
  CONSTRAINT odd_set CHECK ("Odd" IS NOT NULL), CONSTRAINT other CHECK (email <> ''));
