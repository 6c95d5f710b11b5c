-- The last change of the year: the code takes in the journal of its migration tool.

set role koveo_owner;

-- adopted from production: numbered migrations are the only way from now on
create table __drizzle_migrations (
  id          serial primary key,
  hash        text not null,
  created_at  bigint
);

comment on table __drizzle_migrations is 'Journal of the migration tool: one row for each migration that ran.';
comment on table session is 'Web sessions; rows past expire are removed every hour.';

reset role;
