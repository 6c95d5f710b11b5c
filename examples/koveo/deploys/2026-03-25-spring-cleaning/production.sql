-- Spring cleaning, on production.

set role koveo_owner;

-- payments: the partition whose index was missing; with it the whole is valid
create index payments_2026_bill_id_idx on payments_2026 (bill_id);
alter index payments_bill_idx attach partition payments_2026_bill_id_idx;

-- maintenance: the type that the code says, and its key. Rows from before are looked at later
alter table maintenance_requests
  alter column vendor_id type uuid using vendor_id::uuid;
alter table maintenance_requests
  add constraint maintenance_requests_vendor_id_fkey
    foreign key (vendor_id) references vendors on delete set null not valid;

alter table users alter column language type varchar(10);

-- bills are for staff from now on
alter table bills enable row level security;

revoke select on password_reset_tokens from koveo_readonly;
alter table invoices enable trigger invoices_set_updated_at;

-- what was pending since the portal
alter table demands_comments rename to demand_comments;
alter table demand_comments rename constraint demands_comments_pkey to demand_comments_pkey;
alter table demand_comments
  rename constraint demands_comments_demand_id_fkey to demand_comments_demand_id_fkey;
alter table demand_comments
  rename constraint demands_comments_commenter_id_fkey to demand_comments_commenter_id_fkey;
alter index demands_comments_demand_idx rename to demand_comments_demand_idx;

-- the same for what PostgreSQL 18 named by itself
do $$
declare
  old_name name;
begin
  for old_name in
    select conname from pg_catalog.pg_constraint
     where conrelid = 'demand_comments'::regclass and contype = 'n'
  loop
    execute format('alter table demand_comments rename constraint %I to %I',
                   old_name, replace(old_name, 'demands_comments', 'demand_comments'));
  end loop;
end
$$;

alter table common_spaces
  add column minimum_notice_hours integer not null default 0,
  add column cleaning_fee numeric(8,2);
comment on column common_spaces.cleaning_fee is 'Added to the next bill of who booked it.';

create or replace view upcoming_meetings with (security_invoker = true) as
select m.id as meeting_id,
       m.title,
       m.starts_at,
       b.id as building_id,
       b.name as building_name
  from meetings m
  join buildings b on b.id = m.building_id
 where b.is_active and not m.is_cancelled;

-- documents: the key had orphans. They were emptied, and it was made again so that they
-- would be emptied next time; the code still says no action
alter table documents drop constraint documents_residence_id_fkey;
alter table documents
  add constraint documents_residence_id_fkey
    foreign key (residence_id) references residences on delete set null;

reset role;
