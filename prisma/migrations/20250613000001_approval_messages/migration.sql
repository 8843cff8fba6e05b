-- Who is told of an approval, when, and by what: written with it, sent by whichever process comes first. The link is made when
-- a message is sent, so its token stands nowhere.
create table approval_messages (
  tenant_id   uuid not null,
  approval_id uuid not null,
  n           integer not null,
  channel     text not null,
  recipients  json not null,
  message     text,
  due_at      timestamptz(3) not null,
  attempts    integer not null default 0,
  done_at     timestamptz(3),
  error       text,
  primary key (tenant_id, approval_id, n),
  foreign key (tenant_id, approval_id) references approvals (tenant_id, id) on delete cascade
);
create index approval_messages_due on approval_messages (due_at) where done_at is null;

alter table approval_messages enable row level security, force row level security;
create policy tenant_isolation on approval_messages as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on approval_messages for all to trama_app using (true) with check (true);
grant select, insert, update, delete on approval_messages to trama_app;
-- Which are due, and that one is taken: never whom they are for.
grant select (tenant_id, approval_id, n, due_at, done_at, attempts), update (due_at, attempts)
  on approval_messages to trama_admin;
