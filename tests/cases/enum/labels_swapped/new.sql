ALTER TYPE mood RENAME VALUE 'sad' TO 'aside';
ALTER TYPE mood RENAME VALUE 'happy' TO 'sad';
ALTER TYPE mood RENAME VALUE 'aside' TO 'happy';
ALTER TYPE size RENAME VALUE 's' TO 'small';
ALTER TYPE size RENAME VALUE 'l' TO 'large';
ALTER TYPE old_color RENAME TO color;
ALTER TYPE color RENAME VALUE 'red' TO 'crimson';
