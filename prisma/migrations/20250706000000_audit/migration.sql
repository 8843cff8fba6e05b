-- Who, from where and what it was before; rows of before have v = 1 and none of it.
alter table audit_entries
  add column v            smallint not null default 1,
  add column actor_name   text,
  add column impersonator text,
  add column via          text,
  add column ip           text,
  add column user_agent   text,
  add column trace_id     text,
  add column target_kind  text,
  add column target_name  text,
  add column changes      json,
  add column seal         bytea,
  add column sealed_by    text;

create index audit_entries_actor on audit_entries (tenant_id, actor, seq desc);
create index audit_entries_action on audit_entries (tenant_id, action text_pattern_ops, seq desc);
create index audit_entries_target on audit_entries (tenant_id, target, seq desc);
create index audit_entries_kind on audit_entries (tenant_id, target_kind, seq desc);
create index audit_entries_ip on audit_entries (tenant_id, ip, seq desc) where ip is not null;
create index audit_entries_at on audit_entries (tenant_id, at);

-- Signed ends of the chain (`head`), and the signed ends of what retention took away (`cut`).
create table audit_anchors (
  tenant_id uuid not null references tenants (id),
  kind      text not null check (kind in ('head', 'cut')),
  seq       bigint not null,
  hash      bytea not null,
  at        timestamptz(3) not null default clock_timestamp(),
  seal      bytea not null,
  sealed_by text not null,
  primary key (tenant_id, kind, seq)
);

alter table audit_anchors enable row level security, force row level security;
create policy tenant_isolation on audit_anchors as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on audit_anchors for all to trama_app using (true) with check (true);
grant select, insert on audit_anchors to trama_app;

-- The last entry, under the lock that the end of the transaction gives back: one round trip. Each statement in here sees
-- what was committed while it waited.
create function audit_head(lock_number bigint, tenant uuid, out seq bigint, out hash bytea)
language plpgsql as $$
begin
  perform pg_advisory_xact_lock(lock_number);
  select e.seq, e.hash into seq, hash from audit_entries e where e.tenant_id = tenant order by e.seq desc limit 1;
end
$$;

-- Nobody changes an entry, owners included; behind a signed cut, retention may take entries away.
create function audit_is_kept() returns trigger
language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_table_name = 'audit_entries' then
    if exists (select from audit_anchors a where a.tenant_id = old.tenant_id and a.kind = 'cut' and a.seq >= old.seq) then
      return old;
    end if;
  end if;
  -- Of a tenant that is erased nothing stays (docs/privacy.md).
  if tg_op = 'DELETE' then
    if exists (select from tenants t where t.id = old.tenant_id and t.erasing_at is not null) then
      return old;
    end if;
  end if;
  raise exception 'the audit is never changed' using errcode = '42501';
end
$$;
create trigger audit_entries_are_kept before update or delete on audit_entries
  for each row execute function audit_is_kept();
create trigger audit_entries_stay before truncate on audit_entries
  for each statement execute function audit_is_kept();
create trigger audit_anchors_are_kept before update or delete on audit_anchors
  for each row execute function audit_is_kept();
create trigger audit_anchors_stay before truncate on audit_anchors
  for each statement execute function audit_is_kept();

grant select (tenant_id), delete on audit_anchors to trama_admin;
-- Retention's own right: rows behind a cut, of the tenant that is set.
grant select (tenant_id, seq), delete on audit_entries to trama_admin;
