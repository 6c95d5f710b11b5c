-- What the tables need and Drizzle cannot declare.

create extension btree_gist with schema public;  -- bookings must not overlap
create extension citext with schema public;      -- host names and addresses have no case
create extension pg_trgm with schema public;     -- search documents by part of a name

create domain postal_code as varchar(7)
  constraint postal_code_check check (value ~ '^[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]$');
