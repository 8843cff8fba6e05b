-- A tenant may be made in a schema of its own (docs/tenancy.md). Its audit is there, so until it stands nobody writes there:
-- what its first entry says waits here, from the transaction that makes the tenant on.
alter table tenant_placements add column untold json;
create index tenant_placements_untold on tenant_placements (tenant_id) where untold is not null;

-- Open runs of a tenant whose runs are in no use just now: a release that lacks their machine must not start meanwhile.
-- Stable: it sees what the statement sees that counts all others, so a run is in one of the two, never in none.
create function placement_machines(tenant uuid) returns table (machine smallint, runs bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_schema(tenant);
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenant_placements p where p.tenant_id = tenant and p.path is null
    and ((p.target = 'own' and p.step = 'emptied') or (p.target = 'shared' and p.step in ('frozen', 'detached')));
  if not found then return; end if;
  if coalesce((select relispartition from pg_class where oid = to_regclass(format('%I.runs', place))), true) then return; end if;
  return query execute format('select r.machine, count(*) from %I.runs r where r.ended_at is null group by r.machine', place);
end
$$;
revoke all on function placement_machines(uuid) from public;
grant execute on function placement_machines(uuid) to trama_admin;
