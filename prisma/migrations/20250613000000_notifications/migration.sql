-- What flows tell people inside the product: one row a person. The effect key makes a repeated attempt change nothing.
create table notifications (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  user_id    uuid not null references users (id) on delete cascade,
  effect_key text not null,
  title      text not null,
  body       text not null default '',
  level      text not null default 'info' check (level in ('info', 'success', 'warning', 'error')),
  link       text,
  run_id     uuid,
  flow_id    uuid,
  created_at timestamptz(3) not null default clock_timestamp(),
  read_at    timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, user_id, effect_key)
);
create index notifications_newest on notifications (tenant_id, user_id, id desc);
create index notifications_unread on notifications (tenant_id, user_id) where read_at is null;
create index notifications_age on notifications (tenant_id, created_at);

-- Browsers that take push messages. Endpoint and keys are sealed: who has them may send.
create table push_subscriptions (
  tenant_id     uuid not null references tenants (id),
  id            uuid not null,
  user_id       uuid not null references users (id) on delete cascade,
  endpoint_hash bytea not null,
  sealed        bytea not null,
  key_id        text not null,
  created_at    timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id),
  unique (tenant_id, endpoint_hash)
);
create index push_subscriptions_user on push_subscriptions (tenant_id, user_id);

do $$
declare
  t text;
begin
  foreach t in array array['notifications', 'push_subscriptions']
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
    execute format('grant select, insert, update, delete on %I to trama_app', t);
  end loop;
end
$$;
