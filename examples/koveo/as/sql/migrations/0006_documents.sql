-- Documents. Files and where they belong.


-- types -----------------------------------------------------------------------

create type document_type as enum (
  'bylaw', 'financial', 'maintenance', 'legal', 'meeting_minutes', 'insurance', 'contracts',
  'permits', 'inspection', 'other');


-- tables ----------------------------------------------------------------------

create table documents (
  id                     uuid primary key default gen_random_uuid(),
  building_id            uuid references buildings on delete cascade,
  residence_id           uuid references residences,
  name                   text not null,
  description            text,
  document_type          document_type not null,
  file_path              text not null unique,
  file_name              text not null,
  file_size              bigint,
  mime_type              varchar(100),
  is_visible_to_tenants  boolean not null default false,
  uploaded_by_id         uuid not null references users,
  attached_to_type       varchar(50),
  attached_to_id         uuid,
  created_at             timestamptz not null default now(),
  updated_at             timestamptz not null default now(),
  content_hash           text,
  constraint documents_file_size_check check (file_size >= 0)
);
comment on table documents is 'Files of a building or a residence; the bytes live in object storage.';
comment on column documents.file_path is 'Key in object storage.';
comment on column documents.is_visible_to_tenants is 'False: owners and managers only.';
comment on column documents.content_hash is 'SHA-256 of the file, to find the same file again.';


-- indexes ---------------------------------------------------------------------

create index documents_attached_idx
  on documents (attached_to_type, attached_to_id) where attached_to_id is not null;
create index documents_name_trgm_idx on documents using gin (name gin_trgm_ops);


-- triggers --------------------------------------------------------------------

create trigger documents_set_updated_at before update on documents
  for each row execute function set_updated_at();


-- row-level security ----------------------------------------------------------

alter table documents enable row level security;
create policy documents_read on documents
  for select to koveo_app
  using (is_visible_to_tenants
         or current_setting('koveo.user_role', true) in ('admin', 'manager'));
create policy documents_write on documents
  to koveo_app
  using (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid)
  with check (uploaded_by_id = nullif(current_setting('koveo.user_id', true), '')::uuid);
