ALTER TABLE events_old RENAME TO events_2025;
