-- The day of the validation report: invoices, some columns, and the house put in order.
-- As it ran on production.

set role koveo_owner;


-- invoices ------------------------------------------------------------------

create table invoices (
  id                  uuid primary key default gen_random_uuid(),
  building_id         uuid not null references buildings on delete restrict,
  residence_id        uuid references residences on delete set null,
  document_id         uuid references documents on delete set null,
  invoice_number      varchar(100) not null,
  vendor_name         text not null,
  total_amount        numeric(12,2) not null,
  amount_paid         numeric(12,2) not null default 0,
  balance_due         numeric(12,2) generated always as (total_amount - amount_paid) stored,
  due_date            date not null,
  payment_type        payment_type not null default 'unique',
  frequency           schedule_payment,
  start_date          date,
  is_ai_extracted     boolean not null default false,
  ai_extraction_data  jsonb,
  created_by          uuid not null references users,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  constraint invoices_amount_check check (amount_paid between 0 and total_amount),
  -- a payment that comes back needs to say how often, and since when
  constraint invoices_recurrent_check
    check (payment_type = 'unique' or (frequency is not null and start_date is not null))
);
comment on table invoices is 'What suppliers ask for.';
comment on column invoices.balance_due is 'Computed by the database.';
comment on column invoices.ai_extraction_data is 'What was read from the scanned page, with confidence.';

create index invoices_building_due_idx on invoices (building_id, due_date);
create index invoices_number_idx on invoices (lower(invoice_number));

create trigger invoices_set_updated_at before update on invoices
  for each row execute function set_updated_at();


-- columns -------------------------------------------------------------------

alter table bills
  add column file_size integer;

alter table bugs
  add column file_path text,
  add column file_name text,
  add column file_size integer;
comment on column bugs.file_path is 'A screenshot, in object storage.';

alter table feature_requests
  add column file_path text,
  add column file_name text,
  add column file_size integer;

alter table demands
  add column file_path text,
  add column file_name text;

alter table common_spaces
  add column unavailable_periods jsonb,
  add column booking_rules text;
comment on column common_spaces.booking_rules is 'Shown before the booking is confirmed.';


-- in order again --------------------------------------------------------------

-- the step of July that had not got through
alter table buildings
  alter column financial_year_start set default '2025-01-01',
  alter column financial_year_start set not null;

-- nobody reads them any more
drop table bills_backup_20250816;
drop table money_flow;

reset role;
