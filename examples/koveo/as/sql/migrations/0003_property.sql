-- Property. Buildings, homes, shared spaces and their bookings.


-- types -----------------------------------------------------------------------

create type building_type as enum (
  'apartment', 'condo', 'rental', 'duplex', 'triplex', 'townhouse');
create type contact_category as enum (
  'resident', 'manager', 'tenant', 'maintenance', 'emergency', 'other');
create type booking_status as enum ('confirmed', 'cancelled');


-- tables ----------------------------------------------------------------------

create table buildings (
  id                         uuid primary key default gen_random_uuid(),
  organization_id            uuid not null references organizations on delete cascade,
  name                       text not null,
  address                    text not null,
  city                       varchar(100) not null,
  province                   varchar(3) not null default 'QC',
  postal_code                postal_code not null,
  building_type              building_type not null default 'condo',
  year_built                 integer,
  total_units                integer not null,
  total_floors               integer,
  parking_spaces             integer,
  storage_spaces             integer,
  amenities                  text[] not null default '{}',
  management_company         text,
  is_active                  boolean not null default true,
  created_at                 timestamptz not null default now(),
  updated_at                 timestamptz not null default now(),
  bank_account_number        text,
  bank_account_notes         text,
  financial_year_start       date not null default '2025-01-01',
  bank_account_start_date    date,
  bank_account_start_amount  numeric(12,2),
  bank_account_minimums      jsonb,
  inflation_settings         jsonb,
  constraint buildings_year_built_check check (year_built between 1600 and 2200)
);
comment on table buildings is 'Buildings under management.';
comment on column buildings.amenities is 'Free words, such as pool or gym.';
comment on column buildings.bank_account_number is 'Main account of the building.';
comment on column buildings.financial_year_start is 'First day of the financial year; only day and month count.';
comment on column buildings.inflation_settings is 'Assumptions for the budget forecast.';

create table residences (
  id                     uuid primary key default gen_random_uuid(),
  building_id            uuid not null references buildings on delete cascade,
  unit_number            varchar(20) not null,
  floor                  integer,
  square_footage         numeric(8,2),
  bedrooms               integer,
  bathrooms              numeric(3,1),
  balcony                boolean not null default false,
  parking_space_numbers  text[] not null default '{}',
  storage_space_numbers  text[] not null default '{}',
  ownership_percentage   numeric(5,4),
  monthly_fees           numeric(10,2),
  is_active              boolean not null default true,
  created_at             timestamptz not null default now(),
  updated_at             timestamptz not null default now(),
  constraint residences_building_unit_key unique (building_id, unit_number),
  constraint residences_ownership_check check (ownership_percentage between 0 and 1)
);
comment on table residences is 'One apartment or unit of a building.';
comment on column residences.ownership_percentage is 'Share of the building, 0 to 1.';
comment on column residences.monthly_fees is 'Condo fees in dollars.';

create table user_residences (
  id                 uuid primary key default gen_random_uuid(),
  user_id            uuid not null references users on delete cascade,
  residence_id       uuid not null references residences on delete cascade,
  relationship_type  varchar(20) not null default 'tenant',
  start_date         date not null,
  end_date           date,
  is_active          boolean not null default true,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  constraint user_residences_period_check check (end_date is null or end_date >= start_date),
  constraint user_residences_relationship_check
    check (relationship_type in ('owner', 'tenant', 'occupant'))
);
comment on table user_residences is 'Who owns or lives in which residence, and when.';
comment on column user_residences.end_date is 'Empty while the person is still there.';

create table contacts (
  id                uuid primary key default gen_random_uuid(),
  name              text not null,
  email             text,
  phone             varchar(30),
  contact_category  contact_category not null default 'other',
  entity_type       varchar(20) not null,
  entity_id         uuid not null,
  is_active         boolean not null default true,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint contacts_entity_check
    check (entity_type in ('organization', 'building', 'residence'))
);
comment on table contacts is 'Whom to call for an organization, a building or a residence.';
comment on column contacts.entity_id is 'Key in the table that entity names; no foreign key is possible.';

create table common_spaces (
  id                   uuid primary key default gen_random_uuid(),
  name                 text not null,
  description          text,
  building_id          uuid not null references buildings on delete cascade,
  is_reservable        boolean not null default false,
  capacity             integer,
  contact_person_id    uuid references users on delete set null,
  opening_hours        jsonb,
  available_days       text[],
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  unavailable_periods  jsonb,
  booking_rules        text,
  constraint common_spaces_capacity_check check (capacity > 0)
);
comment on table common_spaces is 'Gym, lounge, guest room: what a building shares.';
comment on column common_spaces.booking_rules is 'Shown before the booking is confirmed.';

create table bookings (
  id               uuid primary key default gen_random_uuid(),
  common_space_id  uuid not null references common_spaces on delete cascade,
  user_id          uuid not null references users on delete cascade,
  start_time       timestamptz not null,
  end_time         timestamptz not null,
  status           booking_status not null default 'confirmed',
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  constraint bookings_time_check check (end_time > start_time),
  constraint bookings_no_overlap
    exclude using gist (common_space_id with =, tstzrange(start_time, end_time) with &&)
    where (status = 'confirmed')
);
comment on table bookings is 'Who has which common space, from when to when.';
comment on constraint bookings_no_overlap on bookings is 'One space, one party at a time.';

create table user_booking_restrictions (
  id               uuid primary key default gen_random_uuid(),
  user_id          uuid not null references users on delete cascade,
  common_space_id  uuid not null references common_spaces on delete cascade,
  is_blocked       boolean not null default false,
  reason           text,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  constraint user_booking_restrictions_user_space_key unique (user_id, common_space_id)
);
comment on table user_booking_restrictions is 'Who may not book a space, and why.';

create table user_booking_limits (
  id               uuid primary key default gen_random_uuid(),
  user_id          uuid not null references users on delete cascade,
  common_space_id  uuid references common_spaces on delete cascade,
  limit_type       varchar(10) not null,
  limit_hours      integer not null,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  constraint user_booking_limits_scope_key
    unique nulls not distinct (user_id, common_space_id, limit_type),
  constraint user_booking_limits_hours_check check (limit_hours > 0),
  constraint user_booking_limits_type_check check (limit_type in ('monthly', 'yearly'))
);
comment on table user_booking_limits is 'How many hours a person may book.';
comment on column user_booking_limits.common_space_id is 'Empty: the limit holds for all spaces together.';


-- keys of earlier tables ------------------------------------------------------

alter table invitations
  add constraint invitations_building_id_fkey
    foreign key (building_id) references buildings on delete cascade,
  add constraint invitations_residence_id_fkey
    foreign key (residence_id) references residences on delete set null;


-- indexes ---------------------------------------------------------------------

create index buildings_organization_idx on buildings (organization_id);
create index residences_active_idx on residences (building_id, floor) where is_active;
create index user_residences_current_idx on user_residences (user_id) where end_date is null;
create index user_residences_residence_idx on user_residences (residence_id);
create index contacts_entity_idx on contacts (entity_type, entity_id);
create index bookings_user_start_idx on bookings (user_id, start_time);


-- triggers --------------------------------------------------------------------

create trigger buildings_set_updated_at before update on buildings
  for each row execute function set_updated_at();
create trigger residences_set_updated_at before update on residences
  for each row execute function set_updated_at();


-- views -----------------------------------------------------------------------

create view residence_directory with (security_invoker = true) as
select r.id as residence_id,
       r.unit_number,
       r.floor,
       b.id as building_id,
       b.name as building_name,
       b.city,
       o.id as organization_id,
       o.name as organization_name
  from residences r
  join buildings b on b.id = r.building_id
  join organizations o on o.id = b.organization_id
 where r.is_active and b.is_active and o.is_active;
comment on view residence_directory is 'Active residences with their building and organization.';
