CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE users (id integer, mood mood DEFAULT 'ok', moods mood[], CHECK (mood <> 'sad'));
CREATE FUNCTION better(mood) RETURNS mood LANGUAGE sql AS $$SELECT 'ok'::mood$$;
