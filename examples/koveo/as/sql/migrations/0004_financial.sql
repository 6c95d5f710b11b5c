-- Financial. Bills and budgets.


-- types -----------------------------------------------------------------------

create type bill_category as enum (
  'insurance', 'maintenance', 'repairs', 'services', 'utilities', 'taxes', 'administration',
  'professional_services', 'supplies', 'reserves', 'other', 'cleaning');
create type payment_type as enum ('unique', 'recurrent');
create type schedule_payment as enum ('weekly', 'monthly', 'quarterly', 'yearly', 'custom');
create type bill_status as enum ('draft', 'sent', 'overdue', 'paid', 'cancelled');
create type budget_category as enum (
  'Operating', 'Reserve Fund', 'Special Project', 'Insurance', 'Other');


-- functions -------------------------------------------------------------------

create function financial_year(on_day date, year_start date) returns integer
language sql immutable
as $$
  select extract(year from on_day)::integer
         - case when to_char(on_day, 'MMDD') < to_char(year_start, 'MMDD') then 1 else 0 end
$$;
comment on function financial_year(date, date) is 'The financial year that a day falls in.';


-- tables ----------------------------------------------------------------------

create table bills (
  id                 uuid primary key default gen_random_uuid(),
  building_id        uuid not null references buildings on delete cascade,
  bill_number        varchar(50) not null unique,
  title              text not null,
  description        text,
  category           bill_category not null,
  vendor             text,
  payment_type       payment_type not null default 'unique',
  schedule_payment   schedule_payment,
  schedule_custom    date[],
  costs              numeric(12,2)[] not null,
  total_amount       numeric(10,2) not null,
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
  file_size          integer,
  constraint bills_period_check check (end_date is null or end_date >= start_date)
);
comment on table bills is 'What a building owes, with every dated amount.';
comment on column bills.costs is 'The amounts, one for each date of the schedule.';
comment on column bills.total_amount is 'Sum of costs; ten digits, as the bank accepts.';
comment on column bills.reference_bill_id is 'The bill that this one was generated from.';

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

create table monthly_budgets (
  id                  uuid primary key default gen_random_uuid(),
  building_id         uuid not null references buildings on delete cascade,
  year                integer not null,
  month               integer not null,
  income_types        text[] not null,
  incomes             numeric(12,2)[] not null,
  spending_types      text[] not null,
  spendings           numeric(12,2)[] not null,
  is_approved         boolean not null default false,
  approved_by         uuid references users on delete set null,
  original_budget_id  uuid references monthly_budgets on delete set null,
  approved_date       timestamptz,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  constraint monthly_budgets_building_month_key unique (building_id, year, month),
  constraint monthly_budgets_month_check check (month between 1 and 12),
  constraint monthly_budgets_shape_check
    check (cardinality(income_types) = cardinality(incomes)
           and cardinality(spending_types) = cardinality(spendings))
);
comment on table monthly_budgets is 'The yearly budget spread over the months.';
comment on column monthly_budgets.incomes is 'One amount for each entry of income_types, in the same order.';
comment on column monthly_budgets.spendings is 'One amount for each entry of spending_types, in the same order.';


-- indexes ---------------------------------------------------------------------

create index bills_building_status_idx on bills (building_id, status);
create index bills_unpaid_idx on bills (start_date) where status in ('sent', 'overdue');
create index budgets_building_year_idx on budgets (building_id, year);


-- triggers --------------------------------------------------------------------

create trigger bills_set_updated_at before update on bills
  for each row execute function set_updated_at();
create trigger monthly_budgets_set_updated_at before update on monthly_budgets
  for each row execute function set_updated_at();
