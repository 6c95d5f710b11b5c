ALTER INDEX users_pkey SET (fillfactor = 80);
ALTER INDEX users_mail_key SET (fillfactor = 90);
