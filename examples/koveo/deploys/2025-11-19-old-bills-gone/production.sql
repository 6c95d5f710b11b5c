-- The legacy bills go; deliveries and documents can be traced. As it ran on production.

set role koveo_owner;


-- the end of the legacy bills -----------------------------------------------------

drop table old_bills;
drop type bill_type;


-- tracing -------------------------------------------------------------------

-- written from memory, while the code was still in review
alter table notifications
  add column delivery_id varchar(36);
alter table documents
  add column content_hash varchar(64);
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


-- the keys that were left out in October ----------------------------------------

-- every old invoice is matched now, or empty
alter table vendors
  add constraint vendors_organization_id_fkey
    foreign key (organization_id) references organizations on delete cascade;
alter table invoices
  add constraint invoices_vendor_id_fkey
    foreign key (vendor_id) references vendors on delete set null;

reset role;
