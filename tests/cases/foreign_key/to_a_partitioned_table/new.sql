ALTER TABLE notes ADD CONSTRAINT notes_event FOREIGN KEY (event_id) REFERENCES events (id);
