-- an index of a partitioned table is invalid until every partition has one
CREATE TABLE events (at date, note text) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX events_at ON ONLY events (at);
CREATE INDEX events_note ON events (note);
