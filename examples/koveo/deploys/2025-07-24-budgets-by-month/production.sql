-- Budgets by month, and the financial year of a building.
-- As it ran on production: the last step on buildings did not get through.

set role koveo_owner;


-- columns -------------------------------------------------------------------

alter table buildings
  add column bank_account_number text,
  add column bank_account_notes text,
  add column financial_year_start date;
-- the default and the NOT NULL of financial_year_start were to follow once the rows
-- were filled in; that step timed out on a busy table, and nobody looked again
comment on column buildings.financial_year_start is 'First day of the financial year; only day and month count.';
comment on column buildings.bank_account_number is 'Main account of the building.';

alter table users
  add column username varchar(50),
  add column profile_image text;
comment on column users.username is 'Optional second name to log in with.';

alter table actionable_items
  add column due_date date,
  add column actual_hours numeric(5,2),
  add column completed_by varchar(100);


-- monthly budgets -------------------------------------------------------------

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


-- functions and indexes -------------------------------------------------------

create function financial_year(on_day date, year_start date) returns integer
language sql immutable
as $$
  select extract(year from on_day)::integer
         - case when to_char(on_day, 'MMDD') < to_char(year_start, 'MMDD') then 1 else 0 end
$$;
comment on function financial_year(date, date) is 'The financial year that a day falls in.';

create unique index users_username_idx on users (lower(username)) where username is not null;

create trigger monthly_budgets_set_updated_at before update on monthly_budgets
  for each row execute function set_updated_at();

reset role;
