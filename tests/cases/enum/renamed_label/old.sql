CREATE TYPE mood AS ENUM ('sad', 'ok', 'so so');
CREATE TYPE size AS ENUM ('sad', 's', 'm', 'l');
CREATE TABLE users (
    id integer,
    mood mood DEFAULT 'sad',
    moods mood[] DEFAULT '{sad,"so so",NULL}',
    word text DEFAULT 'sad',
    size size DEFAULT 'sad',
    CHECK (mood <> 'sad'),
    CHECK (mood IN ('ok', 'so so'))
);
CREATE INDEX users_sad ON users (id) WHERE mood = 'sad';
CREATE VIEW sad_users AS SELECT id, 'sad' AS word FROM users WHERE mood = 'sad';
