import { createMercadoPagoBilling } from '#connectors/mercado-pago/billing/mercado-pago-billing.ts';
import type { BillingDeps } from '#domain/billing/billing-deps.ts';
import { createBillingDesk } from '#domain/billing/desk/create-billing-desk.ts';
import { keepDelivery } from '#domain/billing/inbound/keep-event.ts';
import { type InboundDeps, processEvents } from '#domain/billing/inbound/process-events.ts';
import { createBillingKept } from '#domain/billing/manual/billing-kept.ts';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { findWish } from '#domain/billing/requests/wish.ts';
import { readSubscription } from '#domain/billing/subscription/hold-subscription.ts';
import { readPayments } from '#domain/billing/subscription/keep-payment.ts';
import { syncFacts } from '#domain/billing/subscription/sync-facts.ts';
import { newId } from '#domain/ids.ts';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { given, HOUR_MS, post, START } from '#tests/billing/mercado-pago-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { movedClock } from '#tests/simulators/mercado-pago/clock.ts';
import { type Notice, type Signing, signNotice } from '#tests/simulators/mercado-pago/notices.ts';
import { startMercadoPago } from '#tests/simulators/mercado-pago/start.ts';

const SECRET = 'of these lives';
const { signal } = new AbortController();

/** Our side over a real database, the stand-in for Mercado Pago on the other, and what is told between them in a test's hands. */
export const mercadoPagoLives = async () => {
  const data = await dataFixture();
  const { database } = data;
  const simulator = await startMercadoPago({ clock: movedClock(START), rules: { firstChargeAfterMs: HOUR_MS } });
  const { world } = simulator;
  const nowMs = () => world.clock.now();
  const billing = await billingFixture(database, nowMs());
  const provider = createMercadoPagoBilling({
    ...{ apiBase: simulator.url, accessToken: 'APP_USR-test', webhookSecrets: [SECRET], nowMs },
    kept: createBillingKept(database),
  });
  const deps: BillingDeps = { ...billing.deps, providers: { mercado_pago: provider }, nowMs };
  const desk = createBillingDesk(deps);
  const inbound: InboundDeps = {
    ...{ database, providers: deps.providers, failed: () => {}, nowMs: Date.now },
    sync: (tenantId, about, stop) => syncFacts(deps, tenantId, about, stop),
  };
  /** As Mercado Pago delivers it, and the door takes it in. */
  const deliver = async (notice: Notice, signing: Signing = { secret: SECRET }): Promise<void> => {
    const { headers, query, body } = signNotice(notice, signing);
    const hint = provider.readDelivery({ headers, query, body: Buffer.from(body), receivedAtMs: notice.atMs });
    if (hint) await keepDelivery(database, 'mercado_pago', hint, Buffer.from(body));
  };
  const process = async (): Promise<void> => {
    for (let left = 20; left > 0 && (await processEvents(inbound, signal)) > 0; left--)
      await database.admin.sql`update billing_events set next_at = '-infinity' where state = 'open'`;
  };
  return {
    ...{ database, simulator, world, deps, desk, deliver, process, alarms: billing.alarms, tenant: billing.tenant },
    /** What would be told now. */
    told: (): Notice[] => world.notices.splice(0),
    hear: async (): Promise<void> => {
      for (const notice of world.notices.splice(0)) await deliver(notice);
      await process();
    },
    carry: async (tenantId: string, kind: RequestKind, input: JsonObject) => {
      const wish = await database.withTenant(tenantId, (db) =>
        askRequest(db, { kind, by: 'user:eva', data: input, source: newId('sreq'), nowMs: nowMs() }),
      );
      await desk.carryOut(tenantId, wish.id, 'k');
      return given(await database.withTenant(tenantId, (db) => findWish(db, wish.id)));
    },
    /** The payer's way through the page, and the first charge within the hour. */
    authorise: async (preapproval: string): Promise<void> => {
      await post(`${simulator.url}/subscriptions/checkout`, { preapproval_id: preapproval, card: 'good' });
      simulator.advance(HOUR_MS);
    },
    /** The payer's bank app: all codes that are open. */
    payPix: async (): Promise<void> => {
      for (const { id, method, status } of [...world.payments.values()])
        if (method === 'pix' && status === 'pending')
          await post(`${simulator.url}/control/pix`, { payment: String(id) });
    },
    facts: async (tenantId: string) => given(await database.withTenant(tenantId, readSubscription)),
    paid: async (tenantId: string) =>
      (await database.withTenant(tenantId, readPayments)).map(({ kind, status, amount }) => [kind, status, amount]),
    close: async () => {
      await provider.close();
      await simulator.close();
      await data.close();
    },
  };
};
