-- The portal of the residents, as the code defines it.

set role koveo_owner;


-- names ---------------------------------------------------------------------

-- a comment of one demand; the other tables say it so, too
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

-- as the schema library calls it
alter table documents rename constraint documents_file_path_key to documents_file_path_unique;


-- columns -------------------------------------------------------------------

alter table common_spaces
  add column minimum_notice_hours integer not null default 0,
  add column cleaning_fee numeric(8,2);
comment on column common_spaces.cleaning_fee is 'Added to the next bill of who booked it.';


-- views ---------------------------------------------------------------------

create view upcoming_meetings with (security_invoker = true) as
select m.id as meeting_id,
       m.title,
       m.starts_at,
       b.id as building_id,
       b.name as building_name
  from meetings m
  join buildings b on b.id = m.building_id
 where b.is_active and not m.is_cancelled;
comment on view upcoming_meetings is 'What the calendar shows.';

reset role;
