-- Bills are for staff only; a demand that is cancelled has a date. As it ran on production,
-- with what was typed in beside it.

set role koveo_owner;


-- row-level security ----------------------------------------------------------

-- both policies are there; ENABLE ROW LEVEL SECURITY was in the part that was cut off
create policy bills_staff on bills
  to koveo_app
  using (current_setting('koveo.user_role', true) in ('admin', 'manager'));
create policy bills_report on bills
  for select to koveo_readonly
  using (true);


-- functions -----------------------------------------------------------------

-- a demand that is cancelled was decided, too
create or replace function stamp_demand_review() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  if old.status in ('draft', 'submitted', 'under_review')
     and new.status in ('approved', 'rejected', 'cancelled') then
    new.reviewed_at := coalesce(new.reviewed_at, now());
  end if;
  return new;
end
$$;


-- by hand -------------------------------------------------------------------

-- support looked for a reset mail that did not arrive
grant select on password_reset_tokens to koveo_readonly;

-- for an import of old invoices that should keep their dates
alter table invoices disable trigger invoices_set_updated_at;

reset role;

-- somebody tried a search without accents
create extension unaccent with schema public;
