-- A narrower amount on bills, as the code defines it; and the index that had been made by hand.

set role koveo_owner;

alter table bills
  alter column total_amount type numeric(10,2);
comment on column bills.total_amount is 'Sum of costs; ten digits, as the bank accepts.';

-- adopted from production: it had kept people from being invited twice since September
create unique index invitations_one_pending_idx on invitations
  (organization_id, lower(email), coalesce(residence_id, '00000000-0000-0000-0000-000000000000'::uuid))
  where status = 'pending';

reset role;
