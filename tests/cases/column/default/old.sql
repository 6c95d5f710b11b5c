CREATE TABLE users (role text DEFAULT 'tenant', seen timestamptz, score integer DEFAULT 0, note text DEFAULT 'it''s');
