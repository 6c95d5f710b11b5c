-- One year of Koveo, as it ran on production.

set role koveo_owner;

alter table users
  add column notify_by_sms boolean not null default false;
comment on column users.notify_by_sms is 'Asked for by the person; phone is due then.';
comment on table maintenance_requests is 'Something is broken, somebody should come, and who it was.';

-- by hand: to find a delivery, and before the import of the summer
create index notifications_delivery_idx on notifications (delivery_id);
create table residences_backup_20260610 as table residences with no data;

reset role;
