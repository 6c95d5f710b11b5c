-- What somebody had begun, and not finished, when the snapshot was due. It was taken back later.

begin;
set role koveo_owner;

drop view residence_directory;
alter table residences
  add column heating varchar(20);
