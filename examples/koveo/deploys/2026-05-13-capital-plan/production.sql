-- The capital plan of a building, and payments of next year. As it ran on production: the amount
-- was left as it is, because the table would have been written anew in working hours.

set role koveo_owner;


-- the capital plan ------------------------------------------------------------

create table building_elements (
  id                  uuid primary key default gen_random_uuid(),
  building_id         uuid not null references buildings on delete cascade,
  uniformat_code      varchar(10) not null,
  name                text not null,
  installed_in        integer,
  expected_life       integer not null,
  condition_rating    smallint,
  replacement_cost    numeric(12,2),
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  constraint building_elements_building_code_key unique (building_id, uniformat_code, name),
  constraint building_elements_life_check check (expected_life > 0),
  constraint building_elements_condition_check check (condition_rating between 1 and 5)
);
comment on table building_elements is 'Roof, boiler, windows: what wears out, and when.';
comment on column building_elements.uniformat_code is 'UNIFORMAT II, such as B3010.';
comment on column building_elements.expected_life is 'In years.';

create table capital_investments (
  id            uuid primary key default gen_random_uuid(),
  building_id   uuid not null references buildings on delete cascade,
  element_id    uuid references building_elements on delete set null,
  planned_for   date not null,
  title         text not null,
  budget        numeric(12,2) not null,
  approved_by   uuid references users on delete set null,
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now(),
  constraint capital_investments_budget_check check (budget >= 0)
);
comment on table capital_investments is 'What a building will spend from its reserve fund.';

create index capital_investments_building_idx on capital_investments (building_id, planned_for);

create trigger building_elements_set_updated_at before update on building_elements
  for each row execute function set_updated_at();
create trigger capital_investments_set_updated_at before update on capital_investments
  for each row execute function set_updated_at();


-- payments ------------------------------------------------------------------

create table payments_2027 partition of payments
  for values from ('2027-01-01') to ('2028-01-01');

-- said on production only
comment on table meetings is 'Assemblies of owners and of the board, with their agenda.';

reset role;
