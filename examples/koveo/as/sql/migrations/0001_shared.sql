-- What every domain stands on: extensions, and what several of them share.
-- Roles belong to the server, so they are made before (../../../roles.sql).

-- extensions ------------------------------------------------------------------

create extension btree_gist with schema public;  -- bookings must not overlap
create extension citext with schema public;      -- host names and addresses have no case
create extension pg_trgm with schema public;     -- search documents by part of a name


-- types -----------------------------------------------------------------------

create domain postal_code as varchar(7)
  constraint postal_code_check check (value ~ '^[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]$');
comment on domain postal_code is 'Canadian postal code, upper case, with or without the space.';

create type issue_severity as enum ('info', 'low', 'medium', 'high', 'critical');
comment on type issue_severity is 'Shared by quality issues and bugs.';


-- functions -------------------------------------------------------------------

create function set_updated_at() returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function set_updated_at() is 'Keeps updated_at true, whatever the client sends.';
