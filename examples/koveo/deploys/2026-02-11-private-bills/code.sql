-- Bills are for staff only; a demand that is cancelled has a date. As the code defines it.

set role koveo_owner;


-- row-level security ----------------------------------------------------------

alter table bills enable row level security;
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

reset role;
