-- Suppliers become a table of their own, as the code defines it.

set role koveo_owner;


-- names that said the wrong thing -----------------------------------------------

alter table contacts rename column entity to entity_type;

alter table user_time_limits rename to user_booking_limits;
alter table user_booking_limits rename constraint user_time_limits_pkey to user_booking_limits_pkey;
alter table user_booking_limits
  rename constraint user_time_limits_user_id_fkey to user_booking_limits_user_id_fkey;
alter table user_booking_limits
  rename constraint user_time_limits_common_space_id_fkey to user_booking_limits_common_space_id_fkey;
alter table user_booking_limits
  rename constraint user_time_limits_scope_key to user_booking_limits_scope_key;
alter table user_booking_limits
  rename constraint user_time_limits_type_check to user_booking_limits_type_check;
alter table user_booking_limits
  rename constraint user_time_limits_hours_check to user_booking_limits_hours_check;

-- the same for what PostgreSQL 18 named by itself
do $$
declare
  old_name name;
begin
  for old_name in
    select conname from pg_catalog.pg_constraint
     where conrelid = 'user_booking_limits'::regclass and contype = 'n'
  loop
    execute format('alter table user_booking_limits rename constraint %I to %I',
                   old_name, replace(old_name, 'user_time_limits', 'user_booking_limits'));
  end loop;

  if exists (select from pg_catalog.pg_constraint
              where conrelid = 'contacts'::regclass and conname = 'contacts_entity_not_null') then
    alter table contacts rename constraint contacts_entity_not_null to contacts_entity_type_not_null;
  end if;
end
$$;


-- vendors -------------------------------------------------------------------

alter type notification_type add value 'vendor_assigned';

create table vendors (
  id               uuid primary key default gen_random_uuid(),
  organization_id  uuid not null references organizations on delete cascade,
  name             text not null,
  category         varchar(50) not null default 'general',
  email            citext,
  phone            varchar(30),
  address          text,
  tax_number       varchar(20),
  is_preferred     boolean not null default false,
  rating           numeric(2,1),
  notes            text,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  constraint vendors_organization_name_key unique (organization_id, name),
  constraint vendors_rating_check check (rating between 0 and 5)
);
comment on table vendors is 'Suppliers of an organization.';
comment on column vendors.tax_number is 'For the yearly tax slips.';

create trigger vendors_set_updated_at before update on vendors
  for each row execute function set_updated_at();

alter table invoices
  add column vendor_id uuid references vendors on delete set null;
comment on column invoices.vendor_id is 'Empty for invoices from before October 2025 that match no supplier.';

create index invoices_vendor_idx on invoices (vendor_id) where vendor_id is not null;

reset role;
