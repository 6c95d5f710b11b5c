-- Spring cleaning: what production has and the code wants, too.

-- adopted from production: the search uses it now
create extension unaccent with schema public;
