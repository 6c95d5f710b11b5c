-- Bills are remade: one bill of a building with several dated amounts, in place of one
-- row for each residence. The former table stays, under the name old_bills.
-- As the code defines it; money_flow has left the code, monthly budgets replace it.

set role koveo_owner;

drop table money_flow;


-- the former bills ------------------------------------------------------------

alter table bills rename to old_bills;
alter table old_bills rename constraint bills_pkey to old_bills_pkey;
alter table old_bills rename constraint bills_bill_number_key to old_bills_bill_number_key;
alter table old_bills rename constraint bills_amount_check to old_bills_amount_check;
alter table old_bills rename constraint bills_residence_id_fkey to old_bills_residence_id_fkey;
alter table old_bills rename constraint bills_created_by_fkey to old_bills_created_by_fkey;
alter index bills_residence_due_idx rename to old_bills_residence_due_idx;
alter trigger bills_set_updated_at on old_bills rename to old_bills_set_updated_at;

-- PostgreSQL 18 names NOT NULL constraints too: keep them in step with the table
do $$
declare
  old_name name;
begin
  for old_name in
    select conname from pg_catalog.pg_constraint
     where conrelid = 'old_bills'::regclass and contype = 'n'
  loop
    execute format('alter table old_bills rename constraint %I to %I', old_name, 'old_' || old_name);
  end loop;
end
$$;

comment on table old_bills is 'Legacy: bills before August 2025, kept to be read.';


-- the new bills ---------------------------------------------------------------

create type bill_category as enum (
  'insurance', 'maintenance', 'repairs', 'services', 'utilities', 'taxes', 'administration',
  'professional_services', 'supplies', 'reserves', 'other');
create type payment_type as enum ('unique', 'recurrent');
create type schedule_payment as enum ('weekly', 'monthly', 'quarterly', 'yearly', 'custom');

create table bills (
  id                 uuid primary key default gen_random_uuid(),
  building_id        uuid not null references buildings on delete cascade,
  bill_number        varchar(50) not null,
  title              text not null,
  description        text,
  category           bill_category not null,
  vendor             text,
  payment_type       payment_type not null default 'unique',
  schedule_payment   schedule_payment,
  schedule_custom    date[],
  costs              numeric(12,2)[] not null,
  total_amount       numeric(12,2) not null,
  start_date         date not null,
  end_date           date,
  status             bill_status not null default 'draft',
  file_path          text,
  file_name          text,
  is_ai_analyzed     boolean not null default false,
  ai_analysis_data   jsonb,
  notes              text,
  auto_generated     boolean not null default false,
  reference_bill_id  uuid references bills on delete set null,
  created_by         uuid not null references users,
  created_at         timestamptz not null default now(),
  updated_at         timestamptz not null default now(),
  constraint bills_bill_number_key unique (bill_number),
  constraint bills_period_check check (end_date is null or end_date >= start_date)
);
comment on table bills is 'What a building owes, with every dated amount.';
comment on column bills.costs is 'The amounts, one for each date of the schedule.';
comment on column bills.total_amount is 'Sum of costs.';
comment on column bills.reference_bill_id is 'The bill that this one was generated from.';

create index bills_building_status_idx on bills (building_id, status);
create index bills_unpaid_idx on bills (start_date) where status in ('sent', 'overdue');

create trigger bills_set_updated_at before update on bills
  for each row execute function set_updated_at();

reset role;
