-- Payments get a table of their own, a partition for each year. As it ran
-- on production: the index was built one partition after the other, so that nobody had to wait.

set role koveo_owner;


-- payments ------------------------------------------------------------------

create type payment_method as enum ('preauthorised', 'transfer', 'cheque', 'card');
comment on type payment_method is 'How the money came.';

create table payments (
  id          uuid not null default gen_random_uuid(),
  paid_on     date not null,
  bill_id     uuid not null references bills on delete restrict,
  amount      numeric(10,2) not null,
  method      payment_method not null default 'preauthorised',
  reference   varchar(64),
  created_by  uuid references users on delete set null,
  created_at  timestamptz not null default now(),
  -- the key of a partitioned table holds what it is partitioned by
  constraint payments_pkey primary key (id, paid_on),
  constraint payments_amount_check check (amount > 0)
) partition by range (paid_on);
comment on table payments is 'Money that came in for a bill.';
comment on column payments.reference is 'What the bank calls it.';

create table payments_2025 partition of payments
  for values from ('2025-01-01') to ('2026-01-01');
create table payments_2026 partition of payments
  for values from ('2026-01-01') to ('2027-01-01');

create index payments_bill_idx on only payments (bill_id);

-- (here the operator built it CONCURRENTLY on each partition; the build on payments_2026 met
-- a lock, failed, and what it left was dropped: the index of the whole stays invalid)
create index payments_2025_bill_id_idx on payments_2025 (bill_id);
alter index payments_bill_idx attach partition payments_2025_bill_id_idx;


-- views ---------------------------------------------------------------------

create view building_receipts with (security_invoker = true) as
select b.id as building_id,
       b.name as building_name,
       p.method,
       count(p.id) as payments,
       sum(p.amount) as received
  from buildings b
  join bills l on l.building_id = b.id
  join payments p on p.bill_id = l.id
 group by b.id, b.name, p.method;
comment on view building_receipts is 'What each building received, by method.';

reset role;
