ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('happy', 'ok', 'sad');
DROP TYPE mood_old;
