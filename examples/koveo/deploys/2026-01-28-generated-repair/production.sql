-- Maintenance names its supplier; meetings. As it ran on production, out of a generator that
-- wraps what might fail in a handler, so that a file can be run twice.

set role koveo_owner;


-- maintenance ---------------------------------------------------------------

-- the generator read an old definition: there keys were text
alter table maintenance_requests
  add column vendor_id text;
comment on column maintenance_requests.vendor_id is 'Who does the work.';

do $$
begin
  alter table maintenance_requests
    add constraint maintenance_requests_vendor_id_fkey
      foreign key (vendor_id) references vendors on delete set null;
exception
  when others then null;  -- text against uuid: refused, and nobody is told
end
$$;

create index maintenance_requests_vendor_idx on maintenance_requests (vendor_id)
  where vendor_id is not null;

-- from the same old definition; nothing asked for it
do $$
begin
  alter table users alter column language type varchar(2);
exception
  when others then null;
end
$$;


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
