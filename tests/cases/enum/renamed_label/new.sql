ALTER TYPE mood RENAME VALUE 'sad' TO 'un''happy, "very"\';
ALTER TYPE mood ADD VALUE 'sad' AFTER 'ok';
ALTER TABLE users ALTER COLUMN word SET DEFAULT 'ok';
