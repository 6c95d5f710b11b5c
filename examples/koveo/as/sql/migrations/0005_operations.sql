-- Operations. Requests, demands and notifications of daily life in a building.


-- types -----------------------------------------------------------------------

create type maintenance_priority as enum ('low', 'medium', 'high', 'urgent');
create type maintenance_status as enum (
  'submitted', 'acknowledged', 'in_progress', 'completed', 'cancelled');
create type notification_type as enum (
  'bill_reminder', 'bill_overdue', 'bill_paid', 'maintenance_update', 'maintenance_scheduled',
  'announcement', 'system', 'emergency', 'document_uploaded', 'invitation',
  'permission_changed', 'budget_approved', 'meeting', 'welcome', 'other', 'vendor_assigned');
comment on type notification_type is 'Why a person is notified.';
create type demand_type as enum ('maintenance', 'complaint', 'information', 'other');
create type demand_status as enum (
  'draft', 'submitted', 'under_review', 'approved', 'in_progress', 'completed', 'rejected',
  'cancelled');
create type bug_category as enum (
  'ui_ux', 'functionality', 'performance', 'data', 'security', 'integration', 'other');
create type bug_status as enum ('new', 'acknowledged', 'in_progress', 'resolved', 'closed');
create type feature_request_category as enum (
  'dashboard', 'property_management', 'resident_management', 'financial_management',
  'maintenance', 'document_management', 'communication', 'reports', 'mobile_app', 'other');
create type feature_request_status as enum (
  'submitted', 'under_review', 'planned', 'in_progress', 'completed', 'rejected');


-- functions -------------------------------------------------------------------

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
comment on function stamp_demand_review() is 'A decision has a date.';


-- tables ----------------------------------------------------------------------

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
  images          jsonb not null default '[]',
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
  created_at           timestamptz not null default now(),
  delivery_id          uuid
);
comment on table notifications is 'The bell at the top of the screen.';
comment on column notifications.related_entity_id is 'What it is about; related_entity_type names the table.';
comment on column notifications.delivery_id is 'Number that the mail service gave to the message.';

create table demands (
  id                        uuid primary key default gen_random_uuid(),
  submitter_id              uuid not null references users on delete cascade,
  type                      demand_type not null,
  title                     text not null,
  assignation_residence_id  uuid references residences on delete set null,
  assignation_building_id   uuid references buildings on delete set null,
  description               text not null,
  residence_id              uuid references residences,
  building_id               uuid not null references buildings on delete cascade,
  status                    demand_status not null default 'draft',
  review_notes              text,
  reviewed_by               uuid references users on delete set null,
  reviewed_at               timestamptz,
  created_at                timestamptz not null default now(),
  updated_at                timestamptz not null default now(),
  file_path                 text,
  file_name                 text
);
comment on table demands is 'A resident asks; somebody reviews; something happens.';
comment on column demands.assignation_residence_id is 'Whom the demand concerns, if not the submitter.';
comment on column demands.residence_id is 'Where the person lives; empty for common areas.';

create table demands_comments (
  id            uuid primary key default gen_random_uuid(),
  demand_id     uuid not null references demands on delete cascade,
  order_index   integer not null default 0,
  comment_text  text not null,
  comment_type  varchar(20) not null default 'comment',
  is_internal   boolean not null default false,
  commenter_id  uuid not null references users,
  created_at    timestamptz not null default now()
);
comment on table demands_comments is 'The talk under a demand.';
comment on column demands_comments.is_internal is 'Seen by managers only.';

create table bugs (
  id                  uuid primary key default gen_random_uuid(),
  ticket_number       integer generated by default as identity unique,
  created_by          uuid not null references users,
  title               text not null,
  description         text not null,
  category            bug_category not null default 'other',
  page                varchar(100) not null,
  severity            issue_severity not null default 'medium',
  status              bug_status not null default 'new',
  assigned_to         uuid references users on delete set null,
  resolved_at         timestamptz,
  resolved_by         uuid references users on delete set null,
  notes               text,
  reproduction_steps  text,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  file_path           text,
  file_name           text,
  file_size           integer
);
comment on table bugs is 'Reported by the people who use the application.';
comment on column bugs.ticket_number is 'The number that people say on the telephone.';
comment on column bugs.file_path is 'A screenshot, in object storage.';

create table feature_requests (
  id              uuid primary key default gen_random_uuid(),
  request_number  serial,
  created_by      uuid not null references users,
  title           text not null,
  description     text not null,
  need            text not null,
  category        feature_request_category not null default 'other',
  page            varchar(100) not null,
  status          feature_request_status not null default 'submitted',
  assigned_to     uuid references users on delete set null,
  reviewed_by     uuid references users on delete set null,
  reviewed_at     timestamptz,
  upvote_count    integer not null default 0,
  merged_into_id  uuid references feature_requests on delete set null,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  file_path       text,
  file_name       text,
  file_size       integer
);
comment on table feature_requests is 'Wishes of the people who use the application.';
comment on column feature_requests.merged_into_id is 'The older wish that says the same.';

create table feature_request_upvotes (
  id                  uuid primary key default gen_random_uuid(),
  feature_request_id  uuid not null references feature_requests on delete cascade,
  user_id             uuid not null references users on delete cascade,
  created_at          timestamptz not null default now(),
  constraint feature_request_upvotes_once_key unique (feature_request_id, user_id)
);
comment on table feature_request_upvotes is 'One vote for each person and wish.';


-- indexes ---------------------------------------------------------------------

create index maintenance_requests_open_idx
  on maintenance_requests (priority, created_at) where status not in ('completed', 'cancelled');
create index notifications_unread_idx
  on notifications (user_id, created_at desc) where not is_read;
create index demands_building_status_idx on demands (building_id, status);
create index demands_waiting_idx
  on demands (created_at) where status in ('submitted', 'under_review');
create index demands_comments_demand_idx on demands_comments (demand_id, order_index);
create index bugs_open_idx
  on bugs (severity desc, created_at) where status not in ('resolved', 'closed');
create index feature_requests_upvotes_idx on feature_requests (upvote_count desc nulls last);


-- triggers --------------------------------------------------------------------

create trigger demands_set_updated_at before update on demands
  for each row execute function set_updated_at();
create trigger demands_stamp_review before update of status on demands
  for each row when (old.status is distinct from new.status)
  execute function stamp_demand_review();


-- row-level security ----------------------------------------------------------

-- the application says for whom it works: set local koveo.user_id = '...'
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


-- views -----------------------------------------------------------------------

create materialized view building_demand_summary as
select b.id as building_id,
       b.name as building_name,
       count(d.id) as demands,
       count(d.id) filter (where d.status in ('submitted', 'under_review')) as waiting,
       max(d.created_at) as latest
  from buildings b
  left join demands d on d.building_id = b.id
 group by b.id, b.name;
comment on materialized view building_demand_summary is 'Demands by building, refreshed every night.';
create unique index building_demand_summary_building_idx on building_demand_summary (building_id);
