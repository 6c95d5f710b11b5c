ALTER VIEW mails RENAME TO letters;
