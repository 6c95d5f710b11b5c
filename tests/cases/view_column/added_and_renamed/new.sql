ALTER VIEW mails RENAME COLUMN email TO mail;
CREATE OR REPLACE VIEW mails AS SELECT id, email AS mail, length(email) AS size FROM users;
ALTER VIEW mails ALTER COLUMN mail SET DEFAULT 'none';
COMMENT ON COLUMN mails.size IS 'in letters';
