DROP VIEW old_view;
CREATE VIEW mails WITH (security_barrier) AS SELECT id, email AS "Mail" FROM users WHERE id > 0 WITH LOCAL CHECK OPTION;
COMMENT ON VIEW mails IS 'for the mailer';
COMMENT ON COLUMN mails.id IS 'of the user';
