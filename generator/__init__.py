"""Files in; changes, findings and Markdown pages out. Needs no PostgreSQL and no driver."""
