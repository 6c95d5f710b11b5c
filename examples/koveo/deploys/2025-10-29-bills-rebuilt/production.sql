-- A narrower amount on bills, as it ran on production: not in place, but by way of a new
-- table, so that nobody had to wait. LIKE brings names, types, defaults and comments.
-- It does not bring foreign keys, and CHECK constraints only when it is asked to.

set role koveo_owner;

-- the new migration tool, tried out for the first time, keeps its journal here
create table __drizzle_migrations (
  id          serial primary key,
  hash        text not null,
  created_at  bigint
);

create table bills_rebuilt (like bills including defaults including comments);
alter table bills_rebuilt
  alter column total_amount type numeric(10,2);

-- (here the operator copied the rows)

drop table bills;
alter table bills_rebuilt rename to bills;

alter table bills
  add constraint bills_pkey primary key (id),
  add constraint bills_bill_number_key unique (bill_number);

create index bills_building_status_idx on bills (building_id, status);
create index bills_unpaid_idx on bills (start_date) where status in ('sent', 'overdue');

create trigger bills_set_updated_at before update on bills
  for each row execute function set_updated_at();

comment on table bills is 'What a building owes, with every dated amount.';
comment on column bills.total_amount is 'Sum of costs; ten digits, as the bank accepts.';

reset role;
