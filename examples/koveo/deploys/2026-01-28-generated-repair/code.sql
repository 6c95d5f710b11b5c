-- Maintenance names its supplier; meetings. As the code defines it.

set role koveo_owner;


-- maintenance ---------------------------------------------------------------

alter table maintenance_requests
  add column vendor_id uuid references vendors on delete set null;
comment on column maintenance_requests.vendor_id is 'Who does the work.';

create index maintenance_requests_vendor_idx on maintenance_requests (vendor_id)
  where vendor_id is not null;


-- meetings ------------------------------------------------------------------

create table meetings (
  id            uuid primary key default gen_random_uuid(),
  building_id   uuid not null references buildings on delete cascade,
  title         text not null,
  meeting_type  varchar(20) not null default 'board',
  starts_at     timestamptz not null,
  location      text,
  agenda        text,
  is_cancelled  boolean not null default false,
  created_by    uuid not null references users,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint meetings_type_check check (meeting_type in ('board', 'general', 'special'))
);
comment on table meetings is 'Assemblies of owners and of the board.';

create index meetings_building_start_idx on meetings (building_id, starts_at);

create trigger meetings_set_updated_at before update on meetings
  for each row execute function set_updated_at();

reset role;
