-- Who has a flow open, each page of them one row that it renews: a row that is not renewed for thirty seconds is nobody.
create table flow_editors (
  tenant_id uuid not null,
  flow_id   uuid not null,
  -- Made up by the page.
  client    text not null check (length(client) between 1 and 64),
  principal text not null,
  name      text not null,
  -- What is selected there.
  node      text,
  seen_at   timestamptz(3) not null default now(),
  primary key (tenant_id, flow_id, client),
  foreign key (tenant_id, flow_id) references flows (tenant_id, id) on delete cascade
);

alter table flow_editors enable row level security, force row level security;
create policy tenant_isolation on flow_editors as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on flow_editors for all to trama_app using (true) with check (true);
grant select, insert, update, delete on flow_editors to trama_app;

-- Who saved the draft last, so that others who have it open are told.
alter table flows add column draft_by text;
