-- The legacy bills go; deliveries and documents can be traced. As the code defines it.

set role koveo_owner;


-- the end of the legacy bills -----------------------------------------------------

drop table old_bills;
drop type bill_type;


-- tracing -------------------------------------------------------------------

alter table notifications
  add column delivery_id uuid;
alter table documents
  add column content_hash text;
comment on column notifications.delivery_id is 'Number that the mail service gave to the message.';
comment on column documents.content_hash is 'SHA-256 of the file, to find the same file again.';


-- functions -----------------------------------------------------------------

-- addresses pasted from a spreadsheet came with spaces around them
create or replace function normalise_invitation_email() returns trigger
language plpgsql
as $$
begin
  new.email := lower(trim(new.email));
  if new.email = '' then
    raise exception 'an invitation needs an e-mail address';
  end if;
  return new;
end
$$;

reset role;
