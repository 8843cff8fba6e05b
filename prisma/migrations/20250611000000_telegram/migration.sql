-- What a provider sent, as it came: once each, whatever becomes of it.
create table inbound_events (
  tenant_id   uuid not null references tenants (id),
  source      text not null,
  external_id text not null,
  raw         json not null,
  -- Why it could not be read, where it was set aside after several tries.
  error       text,
  received_at timestamptz(3) not null default now(),
  primary key (tenant_id, source, external_id)
);
create index inbound_events_age on inbound_events (tenant_id, received_at);

-- A bot as our processes share it: who polls it, how far it was read, and its pace.
create table telegram_bots (
  tenant_id      uuid not null,
  connection_id  uuid not null,
  next_update    bigint not null default 0,
  last_update_at timestamptz(3),
  lease_owner    uuid,
  lease_until    timestamptz(3),
  -- What Telegram was last told of how it shall deliver.
  delivery       text,
  -- The pace (GCRA): when the line of messages would be empty. And a pause that Telegram asked for.
  line_until     timestamptz(3) not null default now(),
  hushed_until   timestamptz(3),
  last_error     text,
  primary key (tenant_id, connection_id),
  foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
);

create table conversations (
  tenant_id       uuid not null,
  id              uuid not null,
  connection_id   uuid not null,
  channel         text not null,
  external_id     text not null,
  title           text,
  contact         json,
  unreachable_at  timestamptz(3),
  line_until      timestamptz(3) not null default now(),
  created_at      timestamptz(3) not null default now(),
  last_message_at timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, connection_id, external_id),
  foreign key (tenant_id, connection_id) references connections (tenant_id, id) on delete cascade
);

-- `effect_key`: of what goes out, the action's idempotency key; `answer` is what the other side said to it.
create table messages (
  tenant_id       uuid not null,
  id              uuid not null,
  conversation_id uuid not null,
  seq             bigint generated always as identity,
  direction       text not null check (direction in ('in', 'out')),
  external_id     text,
  effect_key      text,
  run_id          uuid,
  content         json not null,
  status          text not null check (status in ('received', 'sending', 'sent', 'failed')),
  answer          json,
  error           text,
  not_before      timestamptz(3),
  created_at      timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);
create unique index messages_effect on messages (tenant_id, effect_key) where effect_key is not null;
create index messages_conversation on messages (tenant_id, conversation_id, seq);
create index messages_age on messages (tenant_id, created_at);

-- What a run asked and has no answer to yet.
create table questions (
  tenant_id       uuid not null,
  conversation_id uuid not null,
  run_id          uuid not null,
  tag             text not null,
  reply_key       text not null,
  -- To the microsecond: the newest is answered first.
  asked_at        timestamptz not null default clock_timestamp(),
  expires_at      timestamptz(3),
  primary key (tenant_id, conversation_id, run_id, tag),
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade,
  foreign key (tenant_id, run_id) references runs (tenant_id, id) on delete cascade
);
create index questions_run on questions (tenant_id, run_id);

-- Messages of a contact that a flow takes as one (`collect`), until they are due.
create table message_collections (
  tenant_id       uuid not null,
  flow_id         uuid not null,
  conversation_id uuid not null,
  message_id      uuid not null,
  messages        json not null,
  due_at          timestamptz(3) not null,
  primary key (tenant_id, flow_id, conversation_id),
  foreign key (tenant_id, flow_id) references flows (tenant_id, id) on delete cascade,
  foreign key (tenant_id, conversation_id) references conversations (tenant_id, id) on delete cascade
);
create index message_collections_due on message_collections (due_at);

do $$
declare
  t text;
begin
  foreach t in array array[
    'inbound_events', 'telegram_bots', 'conversations', 'messages', 'questions', 'message_collections']
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;

grant select, insert, update, delete on
  inbound_events, telegram_bots, conversations, messages, questions, message_collections to trama_app;
-- Which bots there are, and which collections are due; never what is said in them.
grant select (tenant_id, id, connector, config, updated_at) on connections to trama_admin;
grant select (tenant_id, connection_id, lease_owner, lease_until), insert (tenant_id, connection_id, lease_owner, lease_until),
  update (lease_owner, lease_until) on telegram_bots to trama_admin;
grant select (tenant_id, flow_id, conversation_id, due_at) on message_collections to trama_admin;
