DROP TYPE old_mood;
CREATE TYPE mood AS ENUM ('sad', 'it''s "ok"', 'happy');
COMMENT ON TYPE mood IS 'of people';
