-- Filters of a list that a person keeps under a name. `query` is what stands in the address behind the question mark.
create table saved_views (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  user_id    uuid not null references users (id) on delete cascade,
  page       text not null,
  name       text not null,
  query      text not null,
  created_at timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, id),
  unique (tenant_id, user_id, page, name)
);

alter table saved_views enable row level security, force row level security;
create policy tenant_isolation on saved_views as restrictive for all
  using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
create policy tenant_access on saved_views for all to trama_app using (true) with check (true);
grant select, insert, update, delete on saved_views to trama_app;
