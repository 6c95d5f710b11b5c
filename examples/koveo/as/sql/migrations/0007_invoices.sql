-- Invoices. Vendors, and what they ask for.


-- tables ----------------------------------------------------------------------

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
  vendor_id           uuid references vendors on delete set null,
  constraint invoices_amount_check check (amount_paid between 0 and total_amount),
  constraint invoices_recurrent_check
    check (payment_type = 'unique' or (frequency is not null and start_date is not null))
);
comment on table invoices is 'What suppliers ask for.';
comment on column invoices.balance_due is 'Computed by the database.';
comment on column invoices.ai_extraction_data is 'What was read from the scanned page, with confidence.';
comment on column invoices.vendor_id is 'Empty for invoices from before October 2025 that match no supplier.';


-- indexes ---------------------------------------------------------------------

create index invoices_building_due_idx on invoices (building_id, due_date);
create index invoices_number_idx on invoices (lower(invoice_number));
create index invoices_vendor_idx on invoices (vendor_id) where vendor_id is not null;


-- triggers --------------------------------------------------------------------

create trigger vendors_set_updated_at before update on vendors
  for each row execute function set_updated_at();
create trigger invoices_set_updated_at before update on invoices
  for each row execute function set_updated_at();
