import { createStripeBilling } from '#connectors/stripe/billing/stripe-billing.ts';
import type { BillingDeps } from '#domain/billing/billing-deps.ts';
import { createBillingDesk } from '#domain/billing/desk/create-billing-desk.ts';
import { keepDelivery } from '#domain/billing/inbound/keep-event.ts';
import { type InboundDeps, processEvents } from '#domain/billing/inbound/process-events.ts';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { findWish } from '#domain/billing/requests/wish.ts';
import { readSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { readPayments } from '#domain/billing/subscription/keep-payment.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { newId } from '#domain/ids.ts';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { signature } from '#tests/simulators/stripe/deliveries.ts';
import type { StripeEvent } from '#tests/simulators/stripe/objects.ts';
import { StripeSimulator } from '#tests/simulators/stripe/stripe-simulator.ts';

const SECRET = 'whsec_lives';
const signal = new AbortController().signal;

/** Our side over a real database, and Stripe's simulator on the other, with the way between them in a test's hands. */
export const stripeFixture = async () => {
  const data = await dataFixture();
  const { database } = data;
  const stripe = await StripeSimulator.start();
  const billing = await billingFixture(database, stripe.world.nowMs);
  const provider = createStripeBilling({
    ...{ secretKey: 'sk_test_simulator', webhookSecret: SECRET, apiBase: stripe.url, retries: 0 },
    nowMs: () => stripe.world.nowMs,
  });
  const deps: BillingDeps = { ...billing.deps, providers: { stripe: provider }, nowMs: () => stripe.world.nowMs };
  const desk = createBillingDesk(deps);
  const inbound: InboundDeps = {
    database,
    providers: deps.providers,
    sync: (tenantId, about, stop) => syncFacts(deps, tenantId, about, stop),
    // Deliveries come in by the real clock.
    nowMs: Date.now,
    failed: () => {},
  };

  /** As Stripe delivers it, and the door takes it in. */
  const deliver = async (event: StripeEvent, lie: object = {}): Promise<void> => {
    const told = { ...event, data: { object: { ...(event.data.object as object), ...lie } } };
    const body = Buffer.from(JSON.stringify(told));
    const receivedAtMs = Date.now();
    const header = signature(body.toString(), [SECRET], Math.floor(receivedAtMs / 1_000));
    const hint = provider.readDelivery({ headers: { 'stripe-signature': header }, query: {}, body, receivedAtMs });
    if (!hint) throw new Error('refused');
    await keepDelivery(database, 'stripe', hint, body);
  };
  const carry = async (tenantId: string, kind: RequestKind, input: JsonObject) => {
    const wish = await database.withTenant(tenantId, (db) =>
      askRequest(db, { kind, by: 'user:eva', data: input, source: newId('sreq'), nowMs: stripe.world.nowMs }),
    );
    await desk.carryOut(tenantId, wish.id, 'k');
    return await database.withTenant(tenantId, (db) => findWish(db, wish.id));
  };
  return {
    ...{ data, database, stripe, deps, desk, inbound, deliver, carry, alarms: billing.alarms },
    tenant: billing.tenant,
    /** All that was told and not read yet. */
    process: async () => {
      for (let left = 20; left > 0 && (await processEvents(inbound, signal)) > 0; left--)
        await database.admin.sql`update billing_events set next_at = '-infinity' where state = 'open'`;
    },
    facts: async (tenantId: string) => {
      const held = await database.withTenant(tenantId, readSubscription);
      if (!held) throw new Error('no subscription');
      return held;
    },
    payments: (tenantId: string) => database.withTenant(tenantId, readPayments),
    close: async () => {
      await stripe.stop();
      await data.close();
    },
  };
};
