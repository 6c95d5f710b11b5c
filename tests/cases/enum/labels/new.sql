ALTER TYPE mood ADD VALUE 'fine' BEFORE 'happy';
ALTER TYPE mood ADD VALUE 'great';
ALTER TYPE size RENAME VALUE 'l' TO 'xl';
