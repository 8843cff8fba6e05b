-- What a tenant's calls of language models took: a month at a time, which is what the budget is held against. `held_*` is
-- reserved by calls that are under way.
create table ai_months (
  tenant_id           uuid not null references tenants (id),
  month               date not null,
  calls               bigint not null default 0,
  -- Calls whose answer never came: nobody here knows if they were paid for.
  lost_calls          bigint not null default 0,
  -- Calls of models whose price nobody told us: their cost is not in the sum.
  unpriced_calls      bigint not null default 0,
  input_tokens        bigint not null default 0,
  cached_input_tokens bigint not null default 0,
  output_tokens       bigint not null default 0,
  -- Billionths of a US dollar.
  cost_nano_usd       bigint not null default 0,
  held_tokens         bigint not null default 0,
  held_nano_usd       bigint not null default 0,
  primary key (tenant_id, month)
);

-- The same by action: one row an idempotency key, whatever it took to get an answer.
create table ai_calls (
  tenant_id           uuid not null references tenants (id),
  call_key            text not null,
  month               date not null,
  run_id              uuid,
  flow_id             uuid,
  connection_id       uuid,
  action              text not null,
  provider            text not null,
  model               text not null,
  calls               integer not null default 0,
  lost_calls          integer not null default 0,
  unpriced_calls      integer not null default 0,
  input_tokens        bigint not null default 0,
  cached_input_tokens bigint not null default 0,
  output_tokens       bigint not null default 0,
  cost_nano_usd       bigint not null default 0,
  held_tokens         bigint not null default 0,
  held_nano_usd       bigint not null default 0,
  held_month          date,
  held_at             timestamptz(3),
  created_at          timestamptz(3) not null default now(),
  updated_at          timestamptz(3) not null default now(),
  primary key (tenant_id, call_key)
);
create index ai_calls_month on ai_calls (tenant_id, month);
create index ai_calls_run on ai_calls (tenant_id, run_id);
create index ai_calls_held on ai_calls (tenant_id, held_at) where held_at is not null;

do $$
declare
  t text;
begin
  foreach t in array array['ai_months', 'ai_calls'] loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
end
$$;
grant select, insert, update, delete on ai_months, ai_calls to trama_app;
