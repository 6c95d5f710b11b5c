-- By hand, on a call: people were invited twice and got two accounts.

set role koveo_owner;

-- one open invitation for each organization, address and residence;
-- invitations without a residence count as one residence
create unique index invitations_one_pending_idx on invitations
  (organization_id, lower(email), coalesce(residence_id, '00000000-0000-0000-0000-000000000000'::uuid))
  where status = 'pending';

reset role;
