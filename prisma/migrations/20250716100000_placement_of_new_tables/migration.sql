-- A table that becomes placeable later is made in every place that there is: who is placed already has its rows of it there.
-- What making, binding and checking a place shared with that stands by itself now.
-- A table of one place, that nobody reaches yet.
create or replace function placement_leaf(place name, tenant uuid, t name) returns void
language plpgsql set search_path = pg_catalog as $$
begin
  execute format('create table %1$I.%2$I (like shared.%2$I including defaults including constraints including generated
    including storage including compression including comments including indexes including statistics,
    constraint placement_own check (tenant_id is not null and tenant_id = %3$L))', place, t, tenant);
  perform public.placement_dress(format('%I.%I', place, t)::regclass, format('public.%I', t)::regclass, false);
end
$$;

create or replace function placement_make(tenant uuid) returns void
language plpgsql security definer set search_path = pg_catalog as $$
declare
  place name := public.placement_enter(tenant, 'own', 'frozen');
  t name;
begin
  execute format('create schema if not exists %I', place);
  execute format('revoke all on schema %I from public', place);
  for t in select public.placement_tables() loop
    continue when to_regclass(format('%I.%I', place, t)) is not null;
    perform public.placement_leaf(place, tenant, t);
  end loop;
end
$$;

-- Foreign keys and triggers as the shared table has them. What others write in is locked for an instant only.
create or replace function placement_tie(place name, t name) returns void
language plpgsql set search_path = pg_catalog as $$
declare
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

create or replace function placement_bind(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform public.placement_tie(public.placement_enter(tenant, 'own', 'copied'), t);
end
$$;

create or replace function placement_tied(place name, t name) returns void
language plpgsql set search_path = pg_catalog as $$
declare
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

create or replace function placement_check(tenant uuid, t name) returns void
language plpgsql security definer set search_path = pg_catalog as $$
begin
  perform public.placement_tied(public.placement_enter(tenant, 'own', 'copied'), t);
end
$$;

-- A table of tenants becomes one that can be placed: for migrations to come, too.
create or replace function make_placeable(t name) returns void language plpgsql as $$
declare
  c record;
  last bigint;
  whose uuid;
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
  -- Who is placed already has this table in its place, too: what it points at is there, and not in "shared".
  for c in
    select n.nspname as place from pg_namespace n where n.nspname ~ '^ten_[0-9a-f]{32}$'
      and exists (select from pg_class l where l.relnamespace = n.oid and l.relispartition)
  loop
    whose := substr(c.place, 5)::uuid;
    perform set_config('app.tenant_id', whose::text, true);
    perform public.placement_leaf(c.place, whose, t);
    execute format('insert into %1$I.%2$I (%3$s) select %3$s from shared.%2$I where tenant_id = $1',
      c.place, t, public.placement_columns(t)) using whose;
    execute format('delete from shared.%I where tenant_id = $1', t) using whose;
    set constraints all immediate;
    perform public.placement_tie(c.place, t);
    perform public.placement_tied(c.place, t);
    execute format('alter table public.%1$I attach partition %2$I.%1$I for values in (%3$L)', t, c.place, whose);
    perform public.placement_dress(format('%I.%I', c.place, t)::regclass, format('public.%I', t)::regclass, true);
    perform set_config('app.tenant_id', '', true);
  end loop;
end
$$;

-- Rights as those of the same kind (20250711000000_placement): only what changes its rights is asked by the admin role.
revoke all on function placement_leaf(name, uuid, name), placement_tie(name, name), placement_tied(name, name) from public;
