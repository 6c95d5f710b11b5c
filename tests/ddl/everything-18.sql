-- What PostgreSQL 18 adds; run after everything.sql.

CREATE TABLE app.virtual (a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);
CREATE TABLE app.rooms (
    id integer, during daterange,
    CONSTRAINT rooms_key PRIMARY KEY (id, during WITHOUT OVERLAPS)
);
ALTER TABLE app.rooms ADD CONSTRAINT rooms_unique UNIQUE (id, during WITHOUT OVERLAPS);
CREATE TABLE app.bookings (
    room integer, during daterange, total integer,
    CONSTRAINT bookings_room FOREIGN KEY (room, PERIOD during) REFERENCES app.rooms (id, PERIOD during),
    CONSTRAINT wished CHECK (total > 0) NOT ENFORCED,
    CONSTRAINT hoped FOREIGN KEY (total) REFERENCES app.orders (id) NOT ENFORCED
);
GRANT MAINTAIN ON app.rooms TO reader;

-- a partition that computes a column in its own way
CREATE TABLE app.events_2026 (at date NOT NULL, kind text, size integer, twice integer GENERATED ALWAYS AS (size * 3) STORED,
    CONSTRAINT events_size CHECK (size > 0));
GRANT SELECT ON app.events_2026 TO reader;
ALTER TABLE app.events ATTACH PARTITION app.events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
