-- Core. People, organisations, and who may do what.


-- types -----------------------------------------------------------------------

create type user_role as enum (
  'admin', 'manager', 'tenant', 'resident', 'demo_manager', 'demo_tenant', 'demo_resident');
comment on type user_role is 'What a person may be; the demo roles see made-up data only.';
create type resource_type as enum (
  'users', 'organizations', 'buildings', 'residences', 'contacts', 'bills', 'budgets',
  'documents', 'maintenance_requests', 'notifications', 'invitations', 'permissions', 'reports',
  'settings', 'audit_log', 'profile');
create type permission_action as enum (
  'create', 'read', 'update', 'delete', 'approve', 'export', 'share', 'manage');
create type invitation_status as enum ('pending', 'accepted', 'expired', 'cancelled');


-- functions -------------------------------------------------------------------

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
comment on function normalise_invitation_email() is 'One spelling for one address.';


-- tables ----------------------------------------------------------------------

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
  email          text not null unique,
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
  username       varchar(50),
  profile_image  text,
  constraint users_language_check check (language in ('fr', 'en'))
);
comment on table users is 'Everybody who can log in.';
comment on column users.password_hash is 'Never sent to the browser; koveo_readonly cannot read it.';
comment on column users.language is 'Language of the screens: fr or en.';
comment on column users.username is 'Optional second name to log in with.';

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
  name           varchar(100) not null unique,
  display_name   text not null,
  description    text,
  resource_type  resource_type not null,
  action         permission_action not null,
  conditions     jsonb,
  is_active      boolean not null default true,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),
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
  token_hash  text not null unique,
  expires_at  timestamptz not null,
  used_at     timestamptz,
  is_used     boolean not null default false,
  ip_address  inet,
  user_agent  text,
  created_at  timestamptz not null default now()
);
comment on table password_reset_tokens is 'One row per "I forgot my password".';
comment on column password_reset_tokens.token_hash is 'What is compared; the token itself is emptied after use.';

create table invitations (
  id                   uuid primary key default gen_random_uuid(),
  organization_id      uuid references organizations on delete cascade,
  building_id          uuid,
  residence_id         uuid,
  email                text not null,
  token                text not null,
  token_hash           text not null unique,
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
  usage_count          integer not null default 0,
  max_usage_count      integer not null default 1,
  invited_from_ip      inet,
  last_accessed_at     timestamptz,
  last_accessed_ip     inet,
  constraint invitations_usage_check check (usage_count between 0 and max_usage_count)
);
comment on table invitations is 'An e-mail that lets somebody join.';
comment on column invitations.invitation_context is 'What the screen shows before the person has an account.';
comment on column invitations.max_usage_count is 'How often the link may be followed.';

create table invitation_audit_log (
  id                    bigint primary key generated always as identity,
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


-- indexes ---------------------------------------------------------------------

create unique index users_username_idx on users (lower(username)) where username is not null;
create index invitations_email_idx on invitations (lower(email));
create index invitations_expiring_idx on invitations (expires_at) where status = 'pending';
create unique index invitations_one_pending_idx
  on invitations (
    organization_id, lower(email), coalesce(residence_id, '00000000-0000-0000-0000-000000000000'))
  where status = 'pending';
create index invitation_audit_log_invitation_idx
  on invitation_audit_log (invitation_id, performed_at desc);


-- triggers --------------------------------------------------------------------

create trigger organizations_set_updated_at before update on organizations
  for each row execute function set_updated_at();
create trigger users_set_updated_at before update on users
  for each row execute function set_updated_at();
create trigger invitations_normalise_email before insert or update of email on invitations
  for each row execute function normalise_invitation_email();
