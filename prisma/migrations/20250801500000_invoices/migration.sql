-- Invoices of the product to its tenants, whom they are made out to, and what tenants are told of their plan (docs/billing.md).

-- The last number of a series in a year, over all tenants: whoever issues holds the row to the end of its transaction, so no
-- number is lost, and none is given twice.
create table invoice_numbers (
  series text not null,
  year   smallint not null,
  last   integer not null check (last > 0),
  primary key (series, year)
);
grant select, insert, update (last) on invoice_numbers to trama_app;

-- Whom invoices are made out to, as the tenant says it today.
create table billing_profiles (
  tenant_id  uuid primary key references tenants (id),
  legal_name text not null,
  -- CPF (11 digits) or CNPJ (12 letters or digits and 2 digits), without punctuation.
  tax_id     text check (tax_id ~ '^([0-9]{11}|[0-9A-Z]{12}[0-9]{2})$'),
  -- Where invoices go; null: to the owners alone.
  email      text,
  address    json,
  revision   integer not null default 1,
  updated_by text not null,
  created_at timestamptz(3) not null default now(),
  updated_at timestamptz(3) not null default now()
);

-- What was issued stays as it is: nobody may change it, and it goes with its tenant alone.
create table invoices (
  tenant_id    uuid not null references tenants (id),
  id           uuid not null,
  kind         text not null check (kind in ('invoice', 'credit_note')),
  series       text not null,
  year         smallint not null,
  number       integer not null,
  -- Of billing_payments.
  payment_id   uuid not null,
  -- Of a credit note: how much of the payment was given back by then, this one's part among it.
  refunded_to  integer not null default 0,
  -- The invoice that a credit note takes back from.
  of_id        uuid,
  issuer       json not null,
  customer     json not null,
  locale       text not null,
  currency     text not null default 'BRL',
  total_cents  integer not null check (total_cents > 0),
  provider     text not null,
  method       text,
  period_start timestamptz(3),
  period_end   timestamptz(3),
  paid_at      timestamptz(3) not null,
  issued_at    timestamptz(3) not null,
  primary key (tenant_id, id),
  -- One a payment, and one for each time that more of it was given back.
  unique (tenant_id, payment_id, refunded_to),
  check ((kind = 'invoice') = (refunded_to = 0)),
  check ((kind = 'invoice') = (of_id is null))
);
create unique index invoices_number on invoices (series, year, number);

create table invoice_lines (
  tenant_id    uuid not null references tenants (id),
  invoice_id   uuid not null,
  n            smallint not null,
  key          text,
  name         text not null,
  quantity     integer not null check (quantity > 0),
  -- Below zero: a discount, credit of the account.
  unit_cents   integer not null,
  amount_cents integer not null,
  primary key (tenant_id, invoice_id, n),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);

-- How far the fiscal document (NFS-e) of an invoice is, where somebody issues such.
create table invoice_fiscal (
  tenant_id  uuid not null references tenants (id),
  invoice_id uuid not null,
  issuer     text not null,
  state      text not null default 'waiting' check (state in ('waiting', 'issued', 'refused')),
  -- What the issuer gave: its own reference, number, address of the document.
  ref        text,
  number     text,
  url        text,
  reason     text,
  attempts   smallint not null default 0,
  due_at     timestamptz(3) not null default now(),
  created_at timestamptz(3) not null default now(),
  ended_at   timestamptz(3),
  primary key (tenant_id, invoice_id),
  foreign key (tenant_id, invoice_id) references invoices (tenant_id, id)
);
create index invoice_fiscal_due on invoice_fiscal (due_at) where state = 'waiting';

-- What a tenant is told of its plan: each thing once a channel.
create table billing_notices (
  tenant_id  uuid not null references tenants (id),
  id         uuid not null,
  notice     text not null,
  -- What makes it another one: a period, a payment, a step.
  key        text not null,
  channel    text not null check (channel in ('email', 'in_app')),
  status     text not null default 'waiting' check (status in ('waiting', 'sent', 'skipped', 'given_up')),
  data       json not null,
  attempts   smallint not null default 0,
  due_at     timestamptz(3) not null default now(),
  -- The code of what went wrong last.
  error      text,
  created_at timestamptz(3) not null default now(),
  ended_at   timestamptz(3),
  primary key (tenant_id, id),
  unique (tenant_id, notice, key, channel),
  check ((status = 'waiting') = (ended_at is null))
);
create index billing_notices_due on billing_notices (due_at) where status = 'waiting';

-- The operator's own words, of no tenant; the newest version counts, and one without words is the product's own again.
create table notice_texts (
  notice  text not null,
  locale  text not null check (locale in ('pt-BR', 'en')),
  version integer not null check (version > 0),
  subject text,
  body    text,
  button  text,
  short   text,
  by      text not null,
  at      timestamptz(3) not null default now(),
  primary key (notice, locale, version),
  check ((subject is null) = (body is null) and (subject is null) = (short is null))
);
grant select on notice_texts to trama_app;
grant select, insert on notice_texts to trama_admin;

-- Invoices of tenants that were deleted, for as long as the law wants them (docs/decisions/863). Of no tenant any more.
create table kept_invoices (
  id         uuid primary key,
  subject    uuid not null,
  series     text not null,
  year       smallint not null,
  number     integer not null,
  document   json not null,
  keep_until date not null,
  kept_at    timestamptz(3) not null default now(),
  unique (series, year, number)
);
create index kept_invoices_subject on kept_invoices (subject);
create index kept_invoices_until on kept_invoices (keep_until);
grant select, insert, delete on kept_invoices to trama_admin;
-- What the receipt of a deletion says of them.
alter table erasure_receipts add column kept json;

do $$
declare
  t text;
begin
  foreach t in array array['billing_profiles', 'invoices', 'invoice_lines', 'invoice_fiscal', 'billing_notices']
  loop
    execute format('alter table %I enable row level security, force row level security', t);
    execute format($p$create policy tenant_isolation on %I as restrictive for all
      using (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)
      with check (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid)$p$, t);
    execute format('create policy tenant_access on %I for all to trama_app using (true) with check (true)', t);
  end loop;
  foreach t in array array['invoices', 'invoice_lines']
  loop
    execute format('create trigger only_with_its_tenant before delete on %I
      for each row execute function only_with_its_tenant()', t);
  end loop;
end
$$;
grant select, insert, update, delete on billing_profiles to trama_app;
grant select, insert on invoices, invoice_lines to trama_app;
grant select, insert, update, delete on invoice_fiscal, billing_notices to trama_app;
-- The keys of what nobody but a deletion may delete.
grant select (tenant_id, id), delete on invoices to trama_admin;
grant select (tenant_id, invoice_id, n), delete on invoice_lines to trama_admin;
-- Whose turn it is, over all tenants.
grant select (tenant_id, id, status, due_at, attempts), update (due_at, attempts) on billing_notices to trama_admin;
grant select (tenant_id, invoice_id, state, due_at, attempts), update (due_at, attempts) on invoice_fiscal to trama_admin;
