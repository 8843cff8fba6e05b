import type { BillingAlarm, BillingDeps } from '#domain/billing/billing-deps.ts';
import { seedPlans } from '#domain/billing/catalogue/seed-plans.ts';
import { createBillingDesk } from '#domain/billing/desk/create-billing-desk.ts';
import { NO_FISCAL_ISSUER } from '#domain/billing/invoices/fiscal-issuer.ts';
import { createInvoices } from '#domain/billing/invoices/issue-invoice.ts';
import { tellNotice } from '#domain/billing/notices/tell-notice.ts';
import { newId, parseId } from '#domain/ids.ts';
import type { BillingDesk } from '#flow/contracts/billing-desk.ts';
import type { ProviderName } from '#flow/contracts/billing-provider.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { MemoryProvider, type ProviderHands } from './memory-provider.ts';

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
  /** A tenant of the plan FREE with an owner; gives its id. */
  tenant(): Promise<string>;
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
    tellNotice: (tenantId, notice, data, key) => tellNotice({ database }, tenantId, notice, data, key),
    nowMs: () => clock.ms,
    alarm: (alarm) => void alarms.push(alarm),
  };
  const tenant = async (): Promise<string> => {
    const [id, user] = [newId('ten'), newId('usr')];
    const [uuid, owner] = [parseId('ten', id), parseId('usr', user)];
    const { sql } = database.admin;
    await sql`insert into tenants (id, slug, name, plan) values (${uuid}, ${`t${uuid}`}, 'T', 'FREE')`;
    await sql`insert into users (id, email, name) values (${owner}, ${`${owner}@example.com`}, 'Eva')`;
    await sql`insert into memberships (tenant_id, user_id, role) values (${uuid}, ${owner}, 'owner')`;
    hands.cards.set(id, true);
    return id;
  };
  return { deps, desk: createBillingDesk(deps), stripe, mercadoPago, hands, hints, alarms, clock, tenant };
};
