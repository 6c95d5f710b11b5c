CREATE OR REPLACE VIEW mails AS SELECT id, email FROM users WHERE NOT deleted;
ALTER VIEW mails SET (security_invoker = true);
ALTER VIEW mails OWNER TO app;
