-- What stands on the tables and Drizzle cannot declare.

-- functions -------------------------------------------------------------------

create function set_updated_at() returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create function normalise_invitation_email() returns trigger
language plpgsql
as $$
begin
  new.email := lower(trim(new.email));
  if new.email = '' then
    raise exception 'an invitation needs an e-mail address';
  end if;
  return new;
end
$$;

create function financial_year(on_day date, year_start date) returns integer
language sql immutable
as $$
  select extract(year from on_day)::integer
         - case when to_char(on_day, 'MMDD') < to_char(year_start, 'MMDD') then 1 else 0 end
$$;

create function stamp_demand_review() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  if old.status in ('draft', 'submitted') and new.status in ('approved', 'rejected') then
    new.reviewed_at := coalesce(new.reviewed_at, now());
  end if;
  return new;
end
$$;


-- triggers --------------------------------------------------------------------

create trigger organizations_set_updated_at before update on organizations
  for each row execute function set_updated_at();
create trigger users_set_updated_at before update on users
  for each row execute function set_updated_at();
create trigger invitations_normalise_email before insert or update of email on invitations
  for each row execute function normalise_invitation_email();
create trigger buildings_set_updated_at before update on buildings
  for each row execute function set_updated_at();
create trigger residences_set_updated_at before update on residences
  for each row execute function set_updated_at();
create trigger bills_set_updated_at before update on bills
  for each row execute function set_updated_at();
create trigger monthly_budgets_set_updated_at before update on monthly_budgets
  for each row execute function set_updated_at();
create trigger demands_set_updated_at before update on demands
  for each row execute function set_updated_at();
create trigger demands_stamp_review before update of status on demands
  for each row when (old.status is distinct from new.status)
  execute function stamp_demand_review();
create trigger documents_set_updated_at before update on documents
  for each row execute function set_updated_at();
create trigger vendors_set_updated_at before update on vendors
  for each row execute function set_updated_at();
create trigger invoices_set_updated_at before update on invoices
  for each row execute function set_updated_at();
create trigger features_set_updated_at before update on features
  for each row execute function set_updated_at();


-- keys and indexes ------------------------------------------------------------

alter table bookings add constraint bookings_no_overlap
  exclude using gist (common_space_id with =, tstzrange(start_time, end_time) with &&)
  where (status = 'confirmed');

create unique index building_demand_summary_building_idx on building_demand_summary (building_id);


-- row-level security ----------------------------------------------------------

-- Drizzle can declare policies, but `push` of drizzle-kit 0.31 makes them without their rules.
-- The application says for whom it works: set local koveo.user_id = '...'

alter table notifications enable row level security;
create policy notifications_own on notifications
  to koveo_app
  using (user_id = nullif(current_setting('koveo.user_id', true), '')::uuid);
create policy notifications_report on notifications
  for select to koveo_readonly
  using (true);

alter table demands enable row level security;
create policy demands_manage on demands
  to koveo_app
  using (current_setting('koveo.user_role', true) in ('admin', 'manager'));
create policy demands_own on demands
  to koveo_app
  using (submitter_id = nullif(current_setting('koveo.user_id', true), '')::uuid);

alter table documents enable row level security;
create policy documents_read on documents
  for select to koveo_app
  using (is_visible_to_tenants
         or current_setting('koveo.user_role', true) in ('admin', 'manager'));
create policy documents_write on documents
  to koveo_app
  using (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid)
  with check (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid);


-- the journal of `drizzle-kit migrate`, which production keeps and push does not make

create table __drizzle_migrations (
  id          serial primary key,
  hash        text not null,
  created_at  bigint
);
