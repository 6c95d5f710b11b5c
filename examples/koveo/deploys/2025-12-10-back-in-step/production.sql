-- The last repairs of the year, on production.

set role koveo_owner;

-- bills: what the rebuilding of October had lost
alter table bills
  add constraint bills_building_id_fkey
    foreign key (building_id) references buildings on delete cascade,
  add constraint bills_reference_bill_id_fkey
    foreign key (reference_bill_id) references bills on delete set null,
  add constraint bills_created_by_fkey
    foreign key (created_by) references users,
  add constraint bills_period_check check (end_date is null or end_date >= start_date);

-- the types that the code says
alter table notifications
  alter column delivery_id type uuid using delivery_id::uuid;
alter table documents
  alter column content_hash type text;

comment on table __drizzle_migrations is 'Journal of the migration tool: one row for each migration that ran.';
comment on table session is 'Web sessions; rows past expire are removed every hour.';

reset role;
