-- The three roles of the example. Roles belong to the server, not to a database,
-- so they are made once, before the first deploy. Safe to run again.

do $$
begin
  -- owns every object; nobody logs in as the owner
  if not exists (select from pg_catalog.pg_roles where rolname = 'koveo_owner') then
    create role koveo_owner nologin;
  end if;

  -- the web application
  if not exists (select from pg_catalog.pg_roles where rolname = 'koveo_app') then
    create role koveo_app login;
  end if;

  -- reports and support
  if not exists (select from pg_catalog.pg_roles where rolname = 'koveo_readonly') then
    create role koveo_readonly login;
  end if;
end
$$;
