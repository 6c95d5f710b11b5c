CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE size AS ENUM ('s', 'm', 'l');
CREATE TYPE old_color AS ENUM ('red', 'green');
CREATE TABLE users (id integer, mood mood DEFAULT 'sad', moods mood[] DEFAULT '{sad,happy}');
CREATE TABLE by_mood (mood mood, id integer) PARTITION BY LIST (mood);
CREATE TABLE by_mood_low PARTITION OF by_mood FOR VALUES IN ('sad', 'ok');
