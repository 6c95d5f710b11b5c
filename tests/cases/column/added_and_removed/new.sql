ALTER TABLE users DROP COLUMN nickname;
ALTER TABLE users ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE users ADD COLUMN tags text[];
ALTER TABLE users ADD COLUMN country character(2) NOT NULL;
