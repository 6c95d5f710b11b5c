CREATE DOMAIN old_email AS text;
