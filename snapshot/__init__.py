"""Everything that needs PostgreSQL, and the records that are kept of it."""
