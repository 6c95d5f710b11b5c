CREATE INDEX events_2025_at ON events_2025 (at);
ALTER INDEX events_at ATTACH PARTITION events_2025_at;
