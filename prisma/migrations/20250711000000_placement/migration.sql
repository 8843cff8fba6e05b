-- A tenant's place (docs/tenancy.md, decisions 780-783). Tables of what a tenant makes and receives become partitioned by
-- tenant: the rows of most lie in schema "shared", those of a placed tenant in a schema of its own. Nothing is copied here:
-- the tables that there are move to "shared" by name, and become the default partitions of new, empty parents.
do $$
begin
  if current_setting('server_version_num')::int < 170000 then
    raise exception 'PostgreSQL 17 or newer is needed: partitions share their parent''s identity columns only since then';
  end if;
end
$$;

-- Who waits for a lock here keeps everybody behind it: rather a start that fails, and is tried again.
set local lock_timeout = '10s';

create schema shared;
revoke all on schema shared from public;
grant usage on schema shared to trama_app, trama_admin;

-- 256 random bits need no wall against a second of their kind, and an index over all tenants could not be unique.
alter table approvals drop constraint approvals_token_hash_key;
create index approvals_token_hash on approvals (token_hash);

-- Who is placed, and who is on the way. No row: in "shared", as most are.
create table tenant_placements (
  tenant_id   uuid primary key references tenants (id),
  -- What was asked for last.
  target      text not null check (target in ('own', 'shared')),
  step        text not null default 'asked' check (step in
    ('asked', 'frozen', 'made', 'copied', 'bound', 'compared', 'emptied', 'detached', 'back', 'failed', 'done')),
  -- Where its transactions look for tables now; null: nowhere, it is between two places.
  path        text default 'shared, public',
  -- By table: rows and their sums, as they were compared.
  tables      json not null default '{}',
  asked_by    text not null,
  reason      text not null,
  asked_at    timestamptz(3) not null default now(),
  frozen_at   timestamptz(3),
  ended_at    timestamptz(3),
  attempts    integer not null default 0,
  last_error  text,
  retry_at    timestamptz(3) not null default now(),
  -- An operator takes the move back; and: it turned back, and shall not turn again by itself.
  cancelled   boolean not null default false,
  turned      boolean not null default false
);
create index tenant_placements_moving on tenant_placements (tenant_id) where path is null;
create index tenant_placements_open on tenant_placements (retry_at) where step not in ('done', 'failed');
alter table tenant_placements enable row level security, force row level security;
create policy tenant_isolation on tenant_placements as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on tenant_placements for all to trama_app using (true) with check (true);
grant select (tenant_id, path, step) on tenant_placements to trama_app;
grant select, insert, update, delete on tenant_placements to trama_admin;
create policy placement on tenant_placements for select to trama_owner using (true);

-- The first statement of each transaction of a tenant: whose it is, and where its tables are. '': nowhere just now. Written as
-- a function for its plans, which are kept; the rights are the caller's.
create function begin_as(tenant uuid) returns text language plpgsql as $$
declare
  place text := 'shared, public';
begin
  perform set_config('app.tenant_id', tenant::text, true);
  select coalesce(p.path, '') into place from public.tenant_placements p where p.tenant_id = tenant;
  place := coalesce(place, 'shared, public');
  if current_setting('search_path') <> place then perform set_config('search_path', place, true); end if;
  return place;
end
$$;
revoke all on function begin_as(uuid) from public;
grant execute on function begin_as(uuid) to trama_app;

-- The walls and rights of one table, as another has them: row-level security, policies, grants. Changes what differs.
create function placement_dress(leaf regclass, pattern regclass, rights boolean) returns void
language plpgsql set search_path = pg_catalog as $$
declare
  p record;
  g record;
begin
  if not (select relrowsecurity and relforcerowsecurity from pg_class where oid = leaf) then
    execute format('alter table %s enable row level security, force row level security', leaf);
  end if;
  for p in
    select coalesce(a.polname, b.polname) as name, b.polname is not null as gone, a.polname is not null as wanted,
      a.def
    from (select polname, row(polpermissive, polcmd, polroles::text, pg_get_expr(polqual, polrelid),
            pg_get_expr(polwithcheck, polrelid))::text as same,
            format('as %s for %s to %s%s%s', case when polpermissive then 'permissive' else 'restrictive' end,
              case polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update' when 'd' then 'delete' else 'all' end,
              case when polroles = '{0}' then 'public'
                else (select string_agg(quote_ident(rolname), ', ') from pg_roles r where r.oid = any (polroles)) end,
              ' using (' || pg_get_expr(polqual, polrelid) || ')',
              ' with check (' || pg_get_expr(polwithcheck, polrelid) || ')') as def
          from pg_policy where polrelid = pattern) a
    full join (select polname, row(polpermissive, polcmd, polroles::text, pg_get_expr(polqual, polrelid),
            pg_get_expr(polwithcheck, polrelid))::text as same from pg_policy where polrelid = leaf) b
      on a.polname = b.polname
    where a.same is distinct from b.same
  loop
    if p.gone then execute format('drop policy %I on %s', p.name, leaf); end if;
    if p.wanted then execute format('create policy %I on %s %s', p.name, leaf, p.def); end if;
  end loop;
  execute format('revoke all on %s from trama_app, trama_admin', leaf);
  if not rights then return; end if;
  for g in
    select e.privilege_type as word, e.grantee::regrole as role, null::name as col
    from pg_class c, aclexplode(c.relacl) e
    where c.oid = pattern and e.grantee <> 0 and e.grantee <> c.relowner
    union all
    select e.privilege_type, e.grantee::regrole, a.attname
    from pg_attribute a, aclexplode(a.attacl) e
    where a.attrelid = pattern and not a.attisdropped and e.grantee <> 0
  loop
    execute format('grant %s %s on %s to %s', g.word, coalesce('(' || quote_ident(g.col) || ')', ''), leaf, g.role);
  end loop;
end
$$;

-- A table of tenants becomes one that can be placed: for migrations to come, too.
create function make_placeable(t name) returns void language plpgsql as $$
declare
  c record;
  last bigint;
begin
  execute format('alter table public.%I set schema shared', t);
  execute format('create policy placement on shared.%I for all to trama_owner using (true) with check (true)', t);
  execute format('create table public.%1$I (like shared.%1$I including defaults including constraints including generated
    including storage including compression including comments) partition by list (tenant_id)', t);
  for c in
    select attname as name from pg_attribute
    where attrelid = format('shared.%I', t)::regclass and attidentity <> '' and not attisdropped
  loop
    execute format('select coalesce(max(%I), 0) from shared.%I', c.name, t) into last;
    last := greatest(last, coalesce(pg_sequence_last_value(
      pg_get_serial_sequence(format('shared.%I', t), c.name)::regclass), 0));
    execute format('alter table shared.%I alter column %I drop identity', t, c.name);
    execute format('alter table public.%I alter column %I add generated always as identity', t, c.name);
    perform setval(pg_get_serial_sequence(format('public.%I', t), c.name)::regclass, greatest(last, 1), last > 0);
  end loop;
  for c in
    select conname as name, pg_get_constraintdef(oid) as def from pg_constraint
    where conrelid = format('shared.%I', t)::regclass and contype in ('p', 'u')
  loop
    execute format('alter table public.%I add constraint %I %s', t, c.name, c.def);
  end loop;
  for c in
    select replace(pg_get_indexdef(x.indexrelid), format(' ON shared.%I ', t), format(' ON public.%I ', t)) as def
    from pg_index x
    where x.indrelid = format('shared.%I', t)::regclass
      and not exists (select from pg_constraint k where k.conindid = x.indexrelid and k.contype in ('p', 'u', 'x'))
  loop
    execute c.def;
  end loop;
  perform public.placement_dress(format('public.%I', t)::regclass, format('shared.%I', t)::regclass, true);
  execute format('alter table public.%1$I attach partition shared.%1$I default', t);
end
$$;

-- A run takes along what Temporal was still to hear of it; who only moves takes nothing. (A foreign key of the queue, which
-- is everybody's, to a table of many places would be asked in all of them.)
alter table outbox drop constraint outbox_tenant_id_run_id_fkey;
create function outbox_of_run() returns trigger language plpgsql as $$
begin
  if exists (select from public.tenant_placements where tenant_id = old.tenant_id and path is null) then return null; end if;
  delete from public.outbox where tenant_id = old.tenant_id and run_id = old.id;
  return null;
end
$$;

do $$
declare
  t name;
begin
  foreach t in array array[
    'ai_calls', 'ai_months', 'api_calls', 'approval_messages', 'approvals', 'archive_parts', 'audit_anchors',
    'audit_entries', 'connections', 'consent_entries', 'conversations', 'data_keys', 'data_rows', 'data_tables',
    'data_usage', 'dead_letters', 'events', 'flow_editors', 'flow_triggers', 'flow_versions', 'flows',
    'idempotency_keys', 'inbound_events', 'message_collections', 'messages', 'notifications', 'oauth_sign_ins',
    'oauth_tokens', 'payloads', 'person_requests', 'push_subscriptions', 'questions', 'runs', 'saved_views',
    'state_effects', 'state_entries', 'subscriptions', 'telegram_bots', 'trace_pages', 'webhook_attempts',
    'webhook_deliveries', 'webhook_endpoints', 'webhook_messages', 'webhook_receipts']
  loop
    perform make_placeable(t);
  end loop;
end
$$;
create trigger outbox_of_run after delete on shared.runs for each row execute function outbox_of_run();

-- Foreign keys of a new place are proved by a query of the owner's, which the policies bind like everybody's.
create policy placement on tenants for select to trama_owner using (true);
create policy placement on users for select to trama_owner using (true);
create policy placement on api_keys for select to trama_owner using (true);
create policy placement on tenant_jobs for select to trama_owner using (true);

-- Moving. Each of these is one step of domain/placement/move-tenant.ts, for the admin's role alone: it runs with the owner's
-- rights, on one tenant that is on its way, and does that and nothing else.
create function placement_schema(tenant uuid) returns name language sql immutable set search_path = pg_catalog as
$$ select ('ten_' || replace(tenant::text, '-', ''))::name $$;

-- Tables that can be placed; those that others point at first.
create function placement_tables() returns setof name
language plpgsql stable set search_path = pg_catalog as $$
declare
  left_over name[];
  free name[];
begin
  left_over := array(select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where c.relnamespace = 'shared'::regnamespace and c.relkind = 'r' order by 1);
  while cardinality(left_over) > 0 loop
    free := array(select t from unnest(left_over) t where not exists (
      select from pg_constraint k join pg_class r on r.oid = k.confrelid
      where k.conrelid = format('shared.%I', t)::regclass and k.contype = 'f' and not k.condeferrable
        and r.relnamespace = 'shared'::regnamespace and r.relname <> t and r.relname = any (left_over)));
    if cardinality(free) = 0 then raise exception 'tables point at each other: %', left_over; end if;
    return query select unnest(free);
    left_over := array(select t from unnest(left_over) t where t <> all (free) order by 1);
  end loop;
end
$$;

-- Refuses what is not under way, and makes this transaction the tenant's for the policies.
create function placement_enter(tenant uuid, wanted text, variadic steps text[]) returns name
language plpgsql set search_path = pg_catalog as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenant_placements p
    where p.tenant_id = tenant and p.target = wanted and p.step = any (steps) and p.path is null;
  if not found then raise exception 'tenant % is not on its way at %', tenant, steps using errcode = '42501'; end if;
  return public.placement_schema(tenant);
end
$$;

create function placement_columns(t name) returns text language sql stable set search_path = pg_catalog as $$
  select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
  where attrelid = format('shared.%I', t)::regclass and attnum > 0 and not attisdropped and attgenerated = ''
$$;

-- Rows and two sums of their hashes, in any order: of 120 bits, so that a row that was lost or changed is seen.
create function placement_sums(place name, t name, tenant uuid) returns text
language plpgsql set search_path = pg_catalog as $$
declare
  sums text;
begin
  execute format($q$select format('%%s %%s %%s', count(*), coalesce(sum(('x' || left(h, 15))::bit(60)::bigint), 0),
      coalesce(sum(('x' || right(h, 15))::bit(60)::bigint), 0))
    from (select md5(r::text) as h from %I.%I r where tenant_id = $1) hashed$q$, place, t) into sums using tenant;
  return sums;
end
$$;

create function placement_make(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'frozen');
  t name;
begin
  execute format('create schema if not exists %I', place);
  execute format('revoke all on schema %I from public', place);
  for t in select public.placement_tables() loop
    continue when to_regclass(format('%I.%I', place, t)) is not null;
    execute format('create table %1$I.%2$I (like shared.%2$I including defaults including constraints including generated
      including storage including compression including comments including indexes including statistics,
      constraint placement_own check (tenant_id is not null and tenant_id = %3$L))', place, t, tenant);
    perform public.placement_dress(format('%I.%I', place, t)::regclass, format('public.%I', t)::regclass, false);
  end loop;
end
$$;

create function placement_copy(tenant uuid, t name) returns text
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'made');
  columns text := public.placement_columns(t);
begin
  if (select relispartition from pg_class where oid = format('%I.%I', place, t)::regclass) then
    raise exception '% is in use', t;
  end if;
  execute format('delete from %I.%I', place, t); -- What a copy that broke off left.
  execute format('insert into %1$I.%2$I (%3$s) select %3$s from shared.%2$I where tenant_id = $1', place, t, columns) using tenant;
  return public.placement_sums(place, t, tenant);
end
$$;

-- Foreign keys and triggers as the shared table has them. What others write in is locked for an instant only.
create function placement_bind(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'copied');
  leaf regclass := format('%I.%I', place, t)::regclass;
  pattern regclass := format('shared.%I', t)::regclass;
  c record;
begin
  for c in
    select k.conname as name, replace(pg_get_constraintdef(k.oid), ' REFERENCES shared.', format(' REFERENCES %I.', place)) as def
    from pg_constraint k
    where k.conrelid = pattern and k.contype = 'f' and k.conparentid = 0
      and not exists (select from pg_constraint o where o.conrelid = leaf and o.conname = k.conname)
  loop
    execute format('alter table %s add constraint %I %s not valid', leaf, c.name, c.def);
  end loop;
  for c in
    select replace(pg_get_triggerdef(g.oid), format(' ON shared.%I ', t), format(' ON %I.%I ', place, t)) as def
    from pg_trigger g
    where g.tgrelid = pattern and not g.tgisinternal and g.tgparentid = 0
      and not exists (select from pg_trigger o where o.tgrelid = leaf and o.tgname = g.tgname)
  loop
    execute c.def;
  end loop;
end
$$;

create function placement_check(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'copied');
  c record;
begin
  for c in
    select conname as name from pg_constraint
    where conrelid = format('%I.%I', place, t)::regclass and contype = 'f' and not convalidated
  loop
    execute format('alter table %I.%I validate constraint %I', place, t, c.name);
  end loop;
end
$$;

-- What both places hold of a table, in one moment.
create function placement_compare(tenant uuid, t name) returns table (here text, there text)
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name;
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenant_placements p where p.tenant_id = tenant and p.path is null;
  if not found then raise exception 'tenant % is not on its way', tenant using errcode = '42501'; end if;
  place := public.placement_schema(tenant);
  if to_regclass(format('%I.%I', place, t)) is null then
    return query select s, s from public.placement_sums('shared', t, tenant) s;
  else
    return query select public.placement_sums('shared', t, tenant), public.placement_sums(place, t, tenant);
  end if;
end
$$;

-- Takes the rows out of the shared tables, all or none, and only if what it takes is what the copy holds.
create function placement_empty(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'compared');
  t name;
  gone text;
begin
  set constraints all deferred;
  for t in select public.placement_tables() loop
    if not exists (select from pg_constraint where conrelid = format('shared.%I', t)::regclass and conname = place) then
      raise exception '% has no fence', t;
    end if;
  end loop;
  for t in select n from public.placement_tables() with ordinality as o (n, i) order by i desc loop
    execute format($q$with gone as (delete from shared.%1$I r where tenant_id = $1 returning md5(r::text) as h)
      select format('%%s %%s %%s', count(*), coalesce(sum(('x' || left(h, 15))::bit(60)::bigint), 0),
        coalesce(sum(('x' || right(h, 15))::bit(60)::bigint), 0)) from gone$q$, t) into gone using tenant;
    if gone is distinct from public.placement_sums(place, t, tenant) then
      raise exception 'the copy of % is not what it is a copy of', t;
    end if;
  end loop;
end
$$;

create function placement_holds(place name, tenant uuid) returns boolean
language plpgsql stable set search_path = pg_catalog as $$
declare
  t name;
  held boolean;
begin
  for t in select public.placement_tables() loop
    continue when to_regclass(format('%I.%I', place, t)) is null;
    execute format('select exists (select from %I.%I where tenant_id = $1)', place, t) into held using tenant;
    if held then return true; end if;
  end loop;
  return false;
end
$$;

-- A copy that is not used yet is thrown away: to begin again, or to stay where one is.
create function placement_scrap(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'frozen', 'made', 'copied', 'bound', 'compared');
begin
  if exists (select from pg_class where relnamespace = to_regnamespace(place) and relispartition) then
    raise exception '% is in use', place;
  end if;
  -- A copy is thrown away only where what it is a copy of is still there.
  if public.placement_holds(place, tenant) and not public.placement_holds('shared', tenant) then
    raise exception '% holds the only rows of tenant %', place, tenant;
  end if;
  execute format('drop schema if exists %I cascade', place);
end
$$;

-- So that attaching need not look through the shared table while it is locked: first the promise, then the proof. The promise is
-- made before the rows go: who knows nothing of the move (a process of the release before) writes none behind our back.
create function placement_fence(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'compared', 'emptied');
begin
  if exists (select from pg_constraint where conrelid = format('shared.%I', t)::regclass and conname = place) then return; end if;
  if (select relispartition from pg_class where oid = format('%I.%I', place, t)::regclass) then return; end if;
  execute format('alter table shared.%I add constraint %I check (tenant_id <> %L) not valid', t, place, tenant);
end
$$;
-- The rows stay after all.
create function placement_unfence(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'compared');
begin
  if exists (select from pg_constraint where conrelid = format('shared.%I', t)::regclass and conname = place) then
    execute format('alter table shared.%I drop constraint %I', t, place);
  end if;
end
$$;
create function placement_prove(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'emptied');
begin
  if exists (select from pg_constraint where conrelid = format('shared.%I', t)::regclass and conname = place) then
    execute format('alter table shared.%I validate constraint %I', t, place);
  end if;
end
$$;

-- From here on the table's parent knows the place, and the roles may reach it.
create function placement_attach(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'emptied');
  leaf regclass := format('%I.%I', place, t)::regclass;
begin
  if not (select relispartition from pg_class where oid = leaf) then
    execute format('alter table public.%I attach partition %s for values in (%L)', t, leaf, tenant);
  end if;
  execute format('alter table shared.%I drop constraint if exists %I', t, place);
  perform public.placement_dress(leaf, format('public.%I', t)::regclass, true);
end
$$;

create function placement_open(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'emptied');
  t name;
begin
  for t in select public.placement_tables() loop
    if not (select relispartition from pg_class where oid = format('%I.%I', place, t)::regclass) then
      raise exception '% is not attached', t;
    end if;
  end loop;
  execute format('grant usage on schema %I to trama_app, trama_admin', place);
end
$$;

create function placement_detach(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'shared', 'frozen');
  leaf regclass := to_regclass(format('%I.%I', place, t));
begin
  if exists (select from pg_constraint where conrelid = format('shared.%I', t)::regclass and conname = place) then
    execute format('alter table shared.%I drop constraint %I', t, place); -- It turned back before it was attached.
  end if;
  if leaf is null then return; end if;
  execute format('revoke all on schema %I from trama_app, trama_admin', place);
  if (select relispartition from pg_class where oid = leaf) then
    execute format('alter table public.%I detach partition %s', t, leaf);
  end if;
  perform public.placement_dress(leaf, format('public.%I', t)::regclass, false);
end
$$;

create function placement_back(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'shared', 'detached');
  t name;
  columns text;
begin
  set constraints all deferred;
  for t in select public.placement_tables() loop
    continue when to_regclass(format('%I.%I', place, t)) is null;
    columns := public.placement_columns(t);
    execute format('insert into shared.%2$I (%3$s) overriding system value select %3$s from %1$I.%2$I where tenant_id = $1',
      place, t, columns) using tenant;
  end loop;
end
$$;

-- Takes what came back out of the shared tables again: nobody reaches it, and its own schema has it all. All or none.
create function placement_unback(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'shared', 'back', 'compared');
  t name;
begin
  if not public.placement_holds(place, tenant) and public.placement_holds('shared', tenant) then
    raise exception 'shared holds the only rows of tenant %', tenant;
  end if;
  set constraints all deferred;
  for t in select n from public.placement_tables() with ordinality as o (n, i) order by i desc loop
    if to_regclass(format('%I.%I', place, t)) is null then continue; end if;
    if (select relispartition from pg_class where oid = format('%I.%I', place, t)::regclass) then
      raise exception '% is in use', t;
    end if;
    execute format('delete from shared.%I where tenant_id = $1', t) using tenant;
  end loop;
end
$$;

-- The schema goes once each of its tables was found in "shared" as it is, or with its tenant.
create function placement_drop(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'shared', 'compared');
  t name;
begin
  for t in select public.placement_tables() loop
    if to_regclass(format('%I.%I', place, t)) is null then continue; end if;
    if (select relispartition from pg_class where oid = format('%I.%I', place, t)::regclass) then
      raise exception '% is in use', t;
    end if;
    if public.placement_sums('shared', t, tenant) <> public.placement_sums(place, t, tenant) then
      raise exception 'the copy of % is not what it is a copy of', t;
    end if;
  end loop;
  execute format('drop schema if exists %I cascade', place);
end
$$;

-- What is left of the place of a tenant that is erased, and whose rows are gone.
create function placement_forget(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_schema(tenant);
  leaf regclass := to_regclass(format('%I.%I', place, t));
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenants where id = tenant and erasing_at is not null;
  if not found then raise exception 'tenant % is not erased', tenant using errcode = '42501'; end if;
  if leaf is null then return; end if;
  if (select relispartition from pg_class where oid = leaf) then
    execute format('alter table public.%I detach partition %s', t, leaf);
  end if;
  execute format('drop table %s cascade', leaf);
end
$$;
create function placement_forgotten(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform set_config('app.tenant_id', tenant::text, true);
  perform from public.tenants where id = tenant and erasing_at is not null;
  if not found then raise exception 'tenant % is not erased', tenant using errcode = '42501'; end if;
  execute format('drop schema if exists %I', public.placement_schema(tenant));
end
$$;

-- For migrations: foreign keys and triggers are said of each place, for they end at its border. `%s` is the table.
create function for_each_place(t name, command text) returns void language plpgsql as $$
declare
  leaf regclass;
begin
  for leaf in select inhrelid::regclass from pg_inherits where inhparent = format('public.%I', t)::regclass loop
    execute format(command, leaf);
  end loop;
end
$$;

-- What a migration said of a table (rights, policies) is said of each of its places (prisma/migrate.ts).
create function placement_align() returns void
language plpgsql set search_path = pg_catalog as $$
declare
  leaf record;
begin
  for leaf in select i.inhrelid::regclass as at, i.inhparent::regclass as parent
    from pg_inherits i join pg_class p on p.oid = i.inhparent
    where p.relkind = 'p' and p.relnamespace = 'public'::regnamespace
  loop
    perform public.placement_dress(leaf.at, leaf.parent, true);
  end loop;
end
$$;

do $$
declare
  f record;
begin
  for f in select oid::regprocedure as f, prosecdef from pg_proc
    where pronamespace = 'public'::regnamespace and (proname like 'placement\_%' or proname in ('make_placeable', 'for_each_place'))
  loop
    execute format('revoke all on function %s from public', f.f);
    if f.prosecdef then execute format('grant execute on function %s to trama_admin', f.f); end if;
  end loop;
end
$$;
grant execute on function placement_tables(), placement_schema(uuid) to trama_admin;

-- What nobody may delete: but who only moves it leaves it where it was copied to, and compared.
create or replace function only_with_its_tenant() returns trigger language plpgsql set search_path = public as $$
begin
  if exists (select 1 from tenants where id = old.tenant_id and erasing_at is not null) then return old; end if;
  if current_user = 'trama_owner' and exists (
    select from tenant_placements where tenant_id = old.tenant_id and path is null
      and (step = 'compared' or (target = 'shared' and step = 'back'))) then return old; end if;
  raise exception 'rows of % go with their tenant alone', tg_table_name using errcode = '42501';
end
$$;
create or replace function audit_is_kept() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_name = 'audit_entries' then
    if exists (select from public.audit_anchors a where a.tenant_id = old.tenant_id and a.kind = 'cut' and a.seq >= old.seq) then
      return old;
    end if;
  end if;
  -- Of a tenant that is erased nothing stays (docs/privacy.md).
  if tg_op = 'DELETE' then
    if exists (select from public.tenants t where t.id = old.tenant_id and t.erasing_at is not null) then
      return old;
    end if;
    if current_user = 'trama_owner' and exists (
      select from public.tenant_placements p where p.tenant_id = old.tenant_id and p.path is null
        and (p.step = 'compared' or (p.target = 'shared' and p.step = 'back'))) then
      return old;
    end if;
  end if;
  raise exception 'the audit is never changed' using errcode = '42501';
end
$$;
