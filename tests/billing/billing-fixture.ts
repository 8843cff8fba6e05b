import { createManualBilling } from '#connectors/manual/billing/manual-billing.ts';
import type { BillingAlarm, BillingDeps } from '#domain/billing/billing-deps.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { createBillingDesk } from '#domain/billing/desk/create-billing-desk.ts';
import { NO_FISCAL_ISSUER } from '#domain/billing/invoices/fiscal-issuer.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { createBillingKept } from '#domain/billing/manual/billing-kept.ts';
import { tellNotice } from '#domain/billing/notices/tell-notice.ts';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { findWish, type Wish } from '#domain/billing/requests/wish.ts';
import { creditOf } from '#domain/billing/subscription/account-credit.ts';
import { readSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { type KeptPayment, readPayments } from '#domain/billing/subscription/keep-payment.ts';
import type { Subscription } from '#domain/billing/subscription/subscription.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { newId, parseId } from '#domain/ids.ts';
import type { BillingDesk, RequestKind } from '#flow/contracts/billing-desk.ts';
import type { BillingProvider, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { MemoryProvider, type ProviderHands } from './memory-provider.ts';

const DAY = 86_400_000;

export interface Hint {
  tenantId: string;
  about: { provider: ProviderName; subscription: string | null; payment: string | null };
}

export interface BillingFixture {
  deps: BillingDeps;
  desk: BillingDesk;
  stripe: MemoryProvider;
  mercadoPago: MemoryProvider;
  hands: ProviderHands;
  /** What webhooks said that nobody has delivered yet. */
  hints: Hint[];
  alarms: BillingAlarm[];
  clock: { ms: number };
  /** A tenant with an owner, of the plan FREE or another; gives its id. */
  tenant(plan?: string): Promise<string>;
  /** Writes a wish of its owner's. */
  ask(tenantId: string, kind: RequestKind, input?: JsonObject, source?: string): Promise<Wish>;
  /** The same, carried out; gives what it is then. */
  carry(tenantId: string, kind: RequestKind, input?: JsonObject): Promise<Wish | null>;
  wish(tenantId: string, id: string): Promise<Wish | null>;
  /** Asks for a plan, of months where nothing is said, and pays by card. */
  subscribe(tenantId: string, tier: string, interval?: string): Promise<void>;
  /** Lets days go by, also at the provider of the cards. */
  pass(days: number): void;
  /** Reads all of it at the providers again. */
  sync(tenantId: string): ReturnType<typeof syncFacts>;
  facts(tenantId: string): Promise<Subscription>;
  payments(tenantId: string): Promise<KeptPayment[]>;
  credit(tenantId: string): Promise<number>;
  /** The operators' own Pix key is a provider from now on. */
  addPixKey(): BillingProvider;
}

/** The real core of subscriptions over a real database, with providers in memory and a clock that is moved by hand. */
export const billingFixture = async (database: Database, startMs = Date.now()): Promise<BillingFixture> => {
  await seedPlans(database);
  const clock = { ms: startMs };
  const hints: Hint[] = [];
  const alarms: BillingAlarm[] = [];
  const hands: ProviderHands = {
    cards: new Map(),
    isAway: false,
    dies: () => false,
    nowMs: () => clock.ms,
    tell: (tenantId, about) => void hints.push({ tenantId, about }),
  };
  const [stripe, mercadoPago] = [new MemoryProvider('stripe', hands), new MemoryProvider('mercado_pago', hands, false)];
  const issuer = { name: 'Trama', taxId: null, address: null, email: null };
  const deps: BillingDeps = {
    ...{ database, providers: { stripe, mercado_pago: mercadoPago }, publicUrl: 'https://app.example.test' },
    invoices: createInvoices({ issuer, fiscal: NO_FISCAL_ISSUER, now: () => clock.ms }),
    tellNotice: (tenantId, notice, data, key, waitMs) => tellNotice({ database }, tenantId, notice, data, key, waitMs),
    nowMs: () => clock.ms,
    alarm: (alarm) => void alarms.push(alarm),
  };
  const tenant = async (plan = 'FREE'): Promise<string> => {
    const [id, user] = [newId('ten'), newId('usr')];
    const [uuid, owner] = [parseId('ten', id), parseId('usr', user)];
    const { sql } = database.admin;
    await sql`insert into tenants (id, slug, name, plan) values (${uuid}, ${`t${uuid}`}, 'T', ${plan})`;
    await sql`insert into users (id, email, name) values (${owner}, ${`${owner}@example.com`}, 'Eva')`;
    await sql`insert into memberships (tenant_id, user_id, role) values (${uuid}, ${owner}, 'owner')`;
    hands.cards.set(id, true);
    return id;
  };
  const { withTenant } = database;
  const given = { deps, desk: createBillingDesk(deps), stripe, mercadoPago, hands, hints, alarms, clock, tenant };
  const wish: BillingFixture['wish'] = (tenantId, id) => withTenant(tenantId, (db) => findWish(db, id));
  const ask: BillingFixture['ask'] = (tenantId, kind, input = {}, source = newId('sreq')) =>
    withTenant(tenantId, (db) => askRequest(db, { kind, by: 'user:eva', data: input, source, nowMs: clock.ms }));
  const fixture: BillingFixture = {
    ...given,
    ...{ ask, wish },
    carry: async (tenantId, kind, input) => {
      const { id } = await ask(tenantId, kind, input);
      await fixture.desk.carryOut(tenantId, id, 'k');
      return await wish(tenantId, id);
    },
    subscribe: async (tenantId, tier, interval = 'month') => {
      const asked = await fixture.carry(tenantId, 'subscribe', { tier, interval, provider: 'stripe' });
      stripe.pay(asked?.ref ?? '');
      await fixture.sync(tenantId);
    },
    pass: (days) => {
      clock.ms += days * DAY;
      stripe.tick();
    },
    sync: (tenantId) => syncFacts(deps, tenantId, null, AbortSignal.timeout(10_000)),
    facts: async (tenantId) => {
      const held = await withTenant(tenantId, readSubscription);
      if (!held) throw new Error('No subscription');
      return held;
    },
    payments: (tenantId) => withTenant(tenantId, readPayments),
    credit: (tenantId) => withTenant(tenantId, creditOf),
    addPixKey: () => {
      const pix = { key: 'pix@trama.test', name: 'Trama Ltda', city: 'São Paulo' };
      const manual = createManualBilling({ kept: createBillingKept(database), pix, nowMs: () => clock.ms });
      deps.providers = { ...deps.providers, manual };
      fixture.desk = createBillingDesk(deps);
      return manual;
    },
  };
  return fixture;
};
