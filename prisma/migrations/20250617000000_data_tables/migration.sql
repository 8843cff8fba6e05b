-- A tenant's own tables. All tenants share these: a table is a row, and so is each of its rows (docs/decisions/215).
create table data_tables (
  tenant_id   uuid not null references tenants (id),
  id          uuid not null,
  name        text not null,
  description text not null default '',
  -- [{ id, name, type, required, unique, indexed, default, choices }], in the order of the page. A column's id never changes
  -- and is never given again.
  columns     json not null,
  next_column integer not null default 1,
  revision    integer not null default 1,
  created_by  text not null,
  created_at  timestamptz(3) not null default now(),
  updated_at  timestamptz(3) not null default now(),
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

-- What a table holds. Apart from data_tables: it is written last, so whoever writes rows waits here for a commit at most.
create table data_usage (
  tenant_id uuid not null,
  table_id  uuid not null,
  row_count bigint not null default 0,
  bytes     bigint not null default 0,
  primary key (tenant_id, table_id),
  foreign key (tenant_id, table_id) references data_tables (tenant_id, id) on delete cascade
);

create table data_rows (
  tenant_id  uuid not null,
  table_id   uuid not null,
  id         uuid not null,
  -- By column id; what is empty is not in it.
  cells      jsonb not null,
  bytes      integer not null,
  version    integer not null default 1,
  created_at timestamptz(3) not null default clock_timestamp(),
  updated_at timestamptz(3) not null default clock_timestamp(),
  primary key (tenant_id, table_id, id),
  foreign key (tenant_id, table_id) references data_tables (tenant_id, id) on delete cascade
);

-- The cells of indexed and unique columns, as texts that sort as the values do; '' where the cell is empty.
create table data_keys (
  tenant_id uuid not null,
  table_id  uuid not null,
  row_id    uuid not null,
  column_id text not null,
  key       text collate "C" not null,
  is_unique boolean not null,
  primary key (tenant_id, table_id, row_id, column_id),
  -- Deferred: a key is taken first, which shows who comes second, and its row is written after it.
  foreign key (tenant_id, table_id, row_id) references data_rows (tenant_id, table_id, id)
    on delete cascade deferrable initially deferred
);
create index data_keys_order on data_keys (tenant_id, table_id, column_id, key, row_id);
create unique index data_keys_unique on data_keys (tenant_id, table_id, column_id, key) where is_unique and key <> '';

do $$
declare
  t text;
begin
  foreach t in array array['data_tables', 'data_usage', 'data_rows', 'data_keys']
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
