-- Whoever ends a session, revokes a key, blocks a person or changes what a tenant is: every process hears of it with the
-- commit, whichever code did it (domain/access/notices.ts, docs/decisions/711).
create function tell_access() returns trigger language plpgsql as $$
declare
  hex text := replace(new.id::text, '-', '');
begin
  perform pg_notify('trama_access', case tg_table_name
    when 'sessions' then json_build_object('sessionId', 'ses_' || hex)
    when 'api_keys' then json_build_object('keyId', 'key_' || hex)
    when 'users' then json_build_object('userId', 'usr_' || hex)
    else json_build_object('tenantId', 'ten_' || hex)
  end::text);
  return null;
end
$$;

create trigger tell_access after update of revoked_at on identity.sessions
  for each row when (new.revoked_at is distinct from old.revoked_at) execute function tell_access();
create trigger tell_access after update of revoked_at on api_keys
  for each row when (new.revoked_at is distinct from old.revoked_at) execute function tell_access();
create trigger tell_access after update of disabled_at on users
  for each row when (new.disabled_at is distinct from old.disabled_at) execute function tell_access();
create trigger tell_access after update of status on tenants
  for each row when (new.status is distinct from old.status) execute function tell_access();
