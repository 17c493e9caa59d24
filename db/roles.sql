-- The four database roles and their way into this database. Run by the migrator before the first migration, or by a DBA beforehand when the
-- account in DATABASE_URL may not create roles. Safe to run again. Roles belong to the whole server, so another database may be making them
-- at this very moment: losing that race is success.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['mingjian_migrator', 'mingjian_app', 'mingjian_portal', 'mingjian_exchange'] loop
    begin
      if not exists (select from pg_roles where rolname = role_name) then
        execute format('create role %I login', role_name);
      end if;
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end $$;

-- One account in DATABASE_URL may serve every role: it, and the migrator when the account is the migrator, may become each of them.
do $$
begin
  execute format('grant mingjian_migrator, mingjian_app, mingjian_portal, mingjian_exchange to %I', current_user);
exception when invalid_grant_operation then
  null; -- current_user is one of the four
end $$;
grant mingjian_app, mingjian_portal, mingjian_exchange to mingjian_migrator;

-- Who may enter and who may make things: only the migrator has DDL.
do $$
begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to mingjian_app, mingjian_portal, mingjian_exchange', current_database());
  execute format('grant connect, create, temporary on database %I to mingjian_migrator', current_database());
  -- Staging tables of an import are temporary tables of the application's own session.
  execute format('grant temporary on database %I to mingjian_app', current_database());
end $$;
revoke all on schema public from public;
grant usage, create on schema public to mingjian_migrator;
-- To enter a schema is not to read it: what a role may read there, each migration grants table by table.
grant usage on schema public to mingjian_app, mingjian_portal, mingjian_exchange;
