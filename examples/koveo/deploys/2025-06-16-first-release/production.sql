-- First release: people, buildings, money, requests and documents. 20 tables.

create extension if not exists pg_trgm with schema public;  -- search documents by part of a name

revoke all on schema public from public;
grant usage, create on schema public to koveo_owner;
grant usage on schema public to koveo_app, koveo_readonly;

set role koveo_owner;

-- every table and sequence made from now on is open to the application
alter default privileges in schema public grant select, insert, update, delete on tables to koveo_app;
alter default privileges in schema public grant select on tables to koveo_readonly;
alter default privileges in schema public grant usage on sequences to koveo_app;


-- types ---------------------------------------------------------------------

create domain postal_code as varchar(7)
  constraint postal_code_check check (value ~ '^[A-Z][0-9][A-Z] ?[0-9][A-Z][0-9]$');
comment on domain postal_code is 'Canadian postal code, upper case, with or without the space.';

create type user_role as enum (
  'admin', 'manager', 'tenant', 'resident', 'demo_manager', 'demo_tenant', 'demo_resident');
create type invitation_status as enum ('pending', 'accepted', 'expired', 'cancelled');
create type permission_action as enum (
  'create', 'read', 'update', 'delete', 'approve', 'export', 'share', 'manage');
create type resource_type as enum (
  'users', 'organizations', 'buildings', 'residences', 'contacts', 'bills', 'budgets', 'documents',
  'maintenance_requests', 'notifications', 'invitations', 'permissions', 'reports', 'settings',
  'audit_log', 'profile');
create type building_type as enum ('apartment', 'condo', 'rental', 'duplex', 'triplex', 'townhouse');
create type contact_category as enum (
  'resident', 'manager', 'tenant', 'maintenance', 'emergency', 'other');
create type bill_type as enum (
  'condo_fees', 'special_assessment', 'utility', 'maintenance', 'other');
create type bill_status as enum ('draft', 'sent', 'overdue', 'paid', 'cancelled');
create type budget_category as enum (
  'Operating', 'Reserve Fund', 'Special Project', 'Insurance', 'Other');
create type maintenance_status as enum (
  'submitted', 'acknowledged', 'in_progress', 'completed', 'cancelled');
create type maintenance_priority as enum ('low', 'medium', 'high', 'urgent');
create type notification_type as enum (
  'bill_reminder', 'bill_overdue', 'bill_paid', 'maintenance_update', 'maintenance_scheduled',
  'announcement', 'system', 'emergency', 'document_uploaded', 'invitation', 'permission_changed',
  'budget_approved', 'meeting', 'welcome', 'other');
create type document_type as enum (
  'bylaw', 'financial', 'maintenance', 'legal', 'meeting_minutes', 'insurance', 'contracts',
  'permits', 'inspection', 'other');

comment on type user_role is 'What a person may be; the demo roles see made-up data only.';
comment on type notification_type is 'Why a person is notified.';


-- functions -----------------------------------------------------------------

create function set_updated_at() returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function set_updated_at() is 'Keeps updated_at true, whatever the client sends.';

create function normalise_invitation_email() returns trigger
language plpgsql
as $$
begin
  new.email := lower(new.email);
  return new;
end
$$;
comment on function normalise_invitation_email() is 'One spelling for one address.';


-- core ----------------------------------------------------------------------

create table organizations (
  id                   uuid primary key default gen_random_uuid(),
  name                 text not null,
  type                 varchar(30) not null default 'management_company',
  address              text not null,
  city                 varchar(100) not null,
  province             varchar(3) not null default 'QC',
  postal_code          postal_code not null,
  phone                varchar(30),
  email                text,
  website              text,
  registration_number  varchar(50),
  is_active            boolean not null default true,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  constraint organizations_type_check
    check (type in ('management_company', 'syndicate', 'cooperative', 'condominium'))
);
comment on table organizations is 'Management companies and syndicates: the customers.';
comment on column organizations.registration_number is 'Number in the Quebec enterprise register.';

create table users (
  id             uuid primary key default gen_random_uuid(),
  email          text not null,
  password_hash  text not null,
  first_name     varchar(100) not null,
  last_name      varchar(100) not null,
  phone          varchar(30),
  language       varchar(10) not null default 'fr',
  role           user_role not null default 'tenant',
  is_active      boolean not null default true,
  last_login_at  timestamptz,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint users_email_key unique (email),
  constraint users_language_check check (language in ('fr', 'en'))
);
comment on table users is 'Everybody who can log in.';
comment on column users.password_hash is 'Never sent to the browser; koveo_readonly cannot read it.';
comment on column users.language is 'Language of the screens: fr or en.';

create table user_organizations (
  id                            uuid primary key default gen_random_uuid(),
  user_id                       uuid not null references users on delete cascade,
  organization_id               uuid not null references organizations on delete cascade,
  organization_role             user_role not null default 'tenant',
  can_access_all_organizations  boolean not null default false,
  is_active                     boolean not null default true,
  created_at                    timestamptz not null default now(),
  updated_at                    timestamptz not null default now(),
  constraint user_organizations_user_organization_key unique (user_id, organization_id)
);
comment on table user_organizations is 'Who works for, or belongs to, which organization.';
comment on column user_organizations.can_access_all_organizations is 'Staff of the vendor only.';

create table permissions (
  id             uuid primary key default gen_random_uuid(),
  name           varchar(100) not null,
  display_name   text not null,
  description    text,
  resource_type  resource_type not null,
  action         permission_action not null,
  conditions     jsonb,
  is_active      boolean not null default true,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
  constraint permissions_name_key unique (name),
  constraint permissions_resource_action_key unique (resource_type, action)
);
comment on table permissions is 'Every right the application knows.';
comment on column permissions.conditions is 'Optional narrowing, such as "own building only".';

create table role_permissions (
  id             uuid primary key default gen_random_uuid(),
  role           user_role not null,
  permission_id  uuid not null references permissions on delete cascade,
  conditions     jsonb,
  granted_by     uuid references users on delete set null,
  granted_at     timestamptz not null default now(),
  constraint role_permissions_role_permission_key unique (role, permission_id)
);
comment on table role_permissions is 'What each role may do.';

create table user_permissions (
  id             uuid primary key default gen_random_uuid(),
  user_id        uuid not null references users on delete cascade,
  permission_id  uuid not null references permissions on delete cascade,
  reason         text,
  granted_by     uuid references users on delete set null,
  granted_at     timestamptz not null default now(),
  constraint user_permissions_user_permission_key unique (user_id, permission_id)
);
comment on table user_permissions is 'Exceptions: rights of one person beyond the role.';

create table password_reset_tokens (
  id          uuid primary key default gen_random_uuid(),
  user_id     uuid not null references users on delete cascade,
  token       text not null,
  token_hash  text not null,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  is_used     boolean not null default false,
  ip_address  inet,
  user_agent  text,
  created_at  timestamptz not null default now(),
  constraint password_reset_tokens_token_hash_key unique (token_hash)
);
comment on table password_reset_tokens is 'One row per "I forgot my password".';
comment on column password_reset_tokens.token_hash is 'What is compared; the token itself is emptied after use.';


-- property ------------------------------------------------------------------

create table buildings (
  id                  uuid primary key default gen_random_uuid(),
  organization_id     uuid not null references organizations on delete cascade,
  name                text not null,
  address             text not null,
  city                varchar(100) not null,
  province            varchar(3) not null default 'QC',
  postal_code         postal_code not null,
  building_type       building_type not null default 'condo',
  year_built          integer,
  total_units         integer not null,
  total_floors        integer,
  parking_spaces      integer,
  storage_spaces      integer,
  amenities           text[] not null default '{}',
  management_company  text,
  is_active           boolean not null default true,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  constraint buildings_year_built_check check (year_built between 1600 and 2200)
);
comment on table buildings is 'Buildings under management.';
comment on column buildings.amenities is 'Free words, such as pool or gym.';

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
  constraint user_residences_relationship_check
    check (relationship_type in ('owner', 'tenant', 'occupant')),
  constraint user_residences_period_check check (end_date is null or end_date >= start_date)
);
comment on table user_residences is 'Who owns or lives in which residence, and when.';
comment on column user_residences.end_date is 'Empty while the person is still there.';

create table contacts (
  id                uuid primary key default gen_random_uuid(),
  name              text not null,
  email             text,
  phone             varchar(30),
  contact_category  contact_category not null default 'other',
  entity            varchar(20) not null,
  entity_id         uuid not null,
  is_active         boolean not null default true,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint contacts_entity_check check (entity in ('organization', 'building', 'residence'))
);
comment on table contacts is 'Whom to call for an organization, a building or a residence.';
comment on column contacts.entity_id is 'Key in the table that entity names; no foreign key is possible.';


-- core: invitations, which need buildings and residences ----------------------

create table invitations (
  id                   uuid primary key default gen_random_uuid(),
  organization_id      uuid references organizations on delete cascade,
  building_id          uuid references buildings on delete cascade,
  residence_id         uuid references residences on delete set null,
  email                text not null,
  token                text not null,
  token_hash           text not null,
  role                 user_role not null default 'tenant',
  status               invitation_status not null default 'pending',
  invited_by_user_id   uuid not null references users,
  expires_at           timestamptz not null,
  accepted_at          timestamptz,
  accepted_by_user_id  uuid references users on delete set null,
  personal_message     text,
  invitation_context   jsonb,
  security_level       varchar(20) not null default 'standard',
  requires_two_factor  boolean not null default false,
  created_at           timestamptz not null default now(),
  updated_at           timestamptz not null default now(),
  constraint invitations_token_hash_key unique (token_hash)
);
comment on table invitations is 'An e-mail that lets somebody join.';
comment on column invitations.invitation_context is 'What the screen shows before the person has an account.';

create table invitation_audit_log (
  id                    bigint generated always as identity primary key,
  invitation_id         uuid not null references invitations on delete cascade,
  action                varchar(50) not null,
  performed_by_user_id  uuid references users on delete set null,
  performed_at          timestamptz not null default now(),
  ip_address            inet,
  user_agent            text,
  details               jsonb,
  previous_status       invitation_status,
  new_status            invitation_status
);
comment on table invitation_audit_log is 'What happened to each invitation; rows are only ever added.';


-- financial -----------------------------------------------------------------

create table bills (
  id                     uuid primary key default gen_random_uuid(),
  residence_id           uuid not null references residences,
  bill_number            varchar(50) not null,
  type                   bill_type not null,
  description            text,
  amount                 numeric(10,2) not null,
  due_date               date not null,
  issue_date             date not null,
  status                 bill_status not null default 'draft',
  late_fee_amount        numeric(10,2) not null default 0,
  discount_amount        numeric(10,2) not null default 0,
  final_amount           numeric(10,2) not null,
  payment_received_date  date,
  notes                  text,
  created_by             uuid not null references users,
  created_at             timestamptz not null default now(),
  updated_at             timestamptz not null default now(),
  constraint bills_bill_number_key unique (bill_number),
  constraint bills_amount_check check (amount >= 0)
);
comment on table bills is 'What a residence owes.';
comment on column bills.final_amount is 'Amount plus late fee minus discount.';

create table budgets (
  id               uuid primary key default gen_random_uuid(),
  building_id      uuid not null references buildings on delete cascade,
  year             integer not null,
  name             text not null,
  description      text,
  category         budget_category not null default 'Operating',
  budgeted_amount  numeric(12,2) not null,
  actual_amount    numeric(12,2) default 0,
  variance         numeric(12,2) default 0,
  is_approved      boolean not null default false,
  approved_by      uuid references users on delete set null,
  approved_date    timestamptz,
  created_by       uuid not null references users,
  created_at       timestamptz not null default now(),
  updated_at       timestamptz not null default now(),
  constraint budgets_year_check check (year between 2000 and 2200)
);
comment on table budgets is 'Planned and real spending of a building, one row per line of the yearly budget.';

create table money_flow (
  id                uuid primary key default gen_random_uuid(),
  building_id       uuid not null references buildings on delete cascade,
  residence_id      uuid references residences on delete set null,
  type              varchar(10) not null,
  category          varchar(50) not null,
  description       text,
  amount            numeric(12,2) not null,
  transaction_date  date not null,
  reference_number  varchar(50),
  notes             text,
  created_by        uuid references users on delete set null,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint money_flow_type_check check (type in ('income', 'expense'))
);
comment on table money_flow is 'Money in and out of a building.';


-- operations ----------------------------------------------------------------

create table maintenance_requests (
  id              uuid primary key default gen_random_uuid(),
  residence_id    uuid not null references residences on delete cascade,
  submitted_by    uuid not null references users,
  assigned_to     uuid references users on delete set null,
  title           text not null,
  description     text not null,
  category        varchar(50) not null,
  priority        maintenance_priority not null default 'medium',
  status          maintenance_status not null default 'submitted',
  estimated_cost  numeric(10,2),
  actual_cost     numeric(10,2),
  scheduled_date  timestamptz,
  completed_date  timestamptz,
  notes           text,
  images          jsonb not null default '[]'::jsonb,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now()
);
comment on table maintenance_requests is 'Something is broken and somebody should come.';

create table notifications (
  id                   uuid primary key default gen_random_uuid(),
  user_id              uuid not null references users on delete cascade,
  type                 notification_type not null,
  title                text not null,
  message              text not null,
  related_entity_id    uuid,
  related_entity_type  varchar(50),
  is_read              boolean not null default false,
  read_at              timestamptz,
  created_at           timestamptz not null default now()
);
comment on table notifications is 'The bell at the top of the screen.';
comment on column notifications.related_entity_id is 'What it is about; related_entity_type names the table.';


-- documents -----------------------------------------------------------------

create table documents (
  id                     uuid primary key default gen_random_uuid(),
  building_id            uuid references buildings on delete cascade,
  residence_id           uuid references residences,
  name                   text not null,
  description            text,
  document_type          document_type not null,
  file_path              text not null,
  file_name              text not null,
  file_size              bigint,
  mime_type              varchar(100),
  is_visible_to_tenants  boolean not null default false,
  uploaded_by_id         uuid not null references users,
  attached_to_type       varchar(50),
  attached_to_id         uuid,
  created_at             timestamptz not null default now(),
  constraint documents_file_path_key unique (file_path),
  constraint documents_file_size_check check (file_size >= 0)
);
comment on table documents is 'Files of a building or a residence; the bytes live in object storage.';
comment on column documents.file_path is 'Key in object storage.';
comment on column documents.is_visible_to_tenants is 'False: owners and managers only.';


-- infrastructure --------------------------------------------------------------

-- the shape that the web server's session store expects
create table session (
  sid     varchar not null,
  sess    json not null,
  expire  timestamp(6) not null,
  constraint session_pkey primary key (sid)
);
comment on table session is 'Web sessions, written by the session store of the web server.';


-- indexes -------------------------------------------------------------------

create index buildings_organization_idx on buildings (organization_id);
create index residences_active_idx on residences (building_id, floor) where is_active;
create index user_residences_residence_idx on user_residences (residence_id);
create index user_residences_current_idx on user_residences (user_id) where end_date is null;
create index contacts_entity_idx on contacts (entity, entity_id);
create index invitations_email_idx on invitations (lower(email));
create index invitations_expiring_idx on invitations (expires_at) where status = 'pending';
create index invitation_audit_log_invitation_idx
  on invitation_audit_log (invitation_id, performed_at desc);
create index bills_residence_due_idx on bills (residence_id, due_date desc);
create index budgets_building_year_idx on budgets (building_id, year);
create index maintenance_requests_open_idx on maintenance_requests (priority, created_at)
  where status not in ('completed', 'cancelled');
create index notifications_unread_idx on notifications (user_id, created_at desc) where not is_read;
create index documents_attached_idx on documents (attached_to_type, attached_to_id)
  where attached_to_id is not null;
create index documents_name_trgm_idx on documents using gin (name gin_trgm_ops);
create index session_expire_idx on session (expire);


-- triggers ------------------------------------------------------------------

create trigger organizations_set_updated_at before update on organizations
  for each row execute function set_updated_at();
create trigger users_set_updated_at before update on users
  for each row execute function set_updated_at();
create trigger buildings_set_updated_at before update on buildings
  for each row execute function set_updated_at();
create trigger residences_set_updated_at before update on residences
  for each row execute function set_updated_at();
create trigger bills_set_updated_at before update on bills
  for each row execute function set_updated_at();
create trigger invitations_normalise_email before insert or update of email on invitations
  for each row execute function normalise_invitation_email();


-- row-level security ----------------------------------------------------------

-- the application says for whom it works: set local koveo.user_id = '...'
alter table notifications enable row level security;
create policy notifications_own on notifications
  to koveo_app
  using (user_id = nullif(current_setting('koveo.user_id', true), '')::uuid);
create policy notifications_report on notifications
  for select to koveo_readonly
  using (true);

alter table documents enable row level security;
create policy documents_read on documents
  for select to koveo_app
  using (is_visible_to_tenants
         or current_setting('koveo.user_role', true) in ('admin', 'manager'));
create policy documents_write on documents
  to koveo_app
  using (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid)
  with check (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid);


-- views ---------------------------------------------------------------------

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


-- privileges beyond the defaults ------------------------------------------------

-- secrets are not for reports
revoke select on session, password_reset_tokens from koveo_readonly;
revoke select on users from koveo_readonly;
grant select (id, email, first_name, last_name, language, role, is_active, created_at)
  on users to koveo_readonly;

-- the log can only grow
revoke update, delete on invitation_audit_log from koveo_app;

reset role;
