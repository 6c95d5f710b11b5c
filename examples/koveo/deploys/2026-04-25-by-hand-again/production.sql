-- By hand, before the general assemblies: what could not wait for a migration.

set role koveo_owner;

-- one person, one current relation to a residence; the import of owners had doubled some
create unique index user_residences_one_current_idx on user_residences
  (residence_id, user_id, lower(relationship_type))
  where end_date is null;

-- two categories that accounting needs for the year's accounts
alter type bill_category add value 'legal';
alter type bill_category add value 'technology';

-- the import of buildings has rows without a financial year: the NOT NULL of July is gone again
alter table buildings alter column financial_year_start drop not null;

-- a building without a financial year counts calendar years
create or replace function financial_year(on_day date, year_start date) returns integer
language sql immutable
as $$
  select extract(year from on_day)::integer
         - case when to_char(on_day, 'MMDD') < to_char(coalesce(year_start, '2025-01-01'::date), 'MMDD')
                then 1 else 0 end
$$;

-- every request names a supplier that exists
alter table maintenance_requests validate constraint maintenance_requests_vendor_id_fkey;

reset role;
