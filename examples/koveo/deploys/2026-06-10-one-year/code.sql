-- One year of Koveo, as the code defines it.

set role koveo_owner;

alter table users
  add column notify_by_sms boolean not null default false;
comment on column users.notify_by_sms is 'Asked for by the person; phone is due then.';
comment on table maintenance_requests is 'Something is broken, somebody should come, and who it was.';

-- adopted from production: nobody lives twice in the same residence
create unique index user_residences_one_current_idx on user_residences
  (residence_id, user_id, lower(relationship_type))
  where end_date is null;

reset role;
