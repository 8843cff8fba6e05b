import { afterAll, beforeEach, expect, test } from 'vitest';
import { createMercadoPagoBilling } from '#connectors/mercado-pago/billing/mercado-pago-billing.ts';
import { openEvent } from '#domain/billing/inbound/read-events.ts';
import { formatId } from '#domain/ids.ts';
import { inMemoryKept } from '#tests/billing/in-memory-kept.ts';
import { signature } from '#tests/simulators/stripe/deliveries.ts';
import { apiFixture, HOOK_SECRET } from './api-fixture.ts';

const fixture = await apiFixture();
const mercadoPago = createMercadoPagoBilling({
  ...{ apiBase: 'http://127.0.0.1:9', accessToken: 'APP_USR-test', webhookSecrets: ['s'.repeat(32)] },
  kept: inMemoryKept(),
});
const { admin } = fixture.deps.database;
afterAll(() => fixture.close());
beforeEach(() => admin.sql`delete from billing_events`);

const EVENT = {
  ...{ id: 'evt_1', type: 'invoice.paid' },
  data: { object: { object: 'invoice', id: 'in_1', customer: 'cus_1', customer_email: 'ana@oficina.example' } },
};
const deliver = (event: object | string = EVENT, more: { secret?: string; ageS?: number; path?: string } = {}) => {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const at = Math.floor(Date.now() / 1_000) - (more.ageS ?? 0);
  return fixture.fetch(more.path ?? '/hooks/billing/stripe', {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json; charset=utf-8' },
      'stripe-signature': signature(body, [more.secret ?? HOOK_SECRET], at),
    },
    body,
  });
};
const kept = () =>
  admin.sql<{ id: string; event_id: string; raw: Buffer }>`select id, event_id, raw from billing_events order by seq`;

test('a delivery that is signed is kept, closed, before it is acknowledged; the same again is the same', async () => {
  const first = await deliver();
  expect([first.status, first.body]).toEqual([200, {}]);
  expect(first.headers.get('content-security-policy')).toBe("sandbox; default-src 'none'");
  expect((await deliver()).status).toBe(200);
  const rows = await kept();
  expect(rows.map((row) => row.event_id)).toEqual(['evt_1']);
  const [row] = rows;
  expect(row?.raw.includes('ana@')).toBe(false);
  const opened = await openEvent(fixture.deps.database, formatId('bev', row?.id ?? ''));
  expect(opened.raw).toBe(JSON.stringify(EVENT));
  expect(opened).toMatchObject({ provider: 'stripe', state: 'open', hint: { payment: 'in_1', customer: 'cus_1' } });
});

test.each([
  ['by somebody else', { secret: 'whsec_other' }],
  ['long ago', { ageS: 3_600 }],
])('one that is signed %s is refused, and nothing is kept', async (_, more) => {
  const refused = await deliver(EVENT, more);
  expect([refused.status, refused.body.code]).toEqual([401, 'unauthorized']);
  expect(await kept()).toEqual([]);
});

test('what is no event, or larger than any is, is refused', async () => {
  expect((await deliver('not json')).status).toBe(401);
  expect((await deliver({ id: 'evt_2' })).status).toBe(401);
  expect((await deliver({ ...EVENT, more: 'x'.repeat(600_000) })).status).toBe(413);
  expect(await kept()).toEqual([]);
});

test('many at once of one event are one', async () => {
  const answers = await Promise.all(Array.from({ length: 12 }, () => deliver()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await kept()).toHaveLength(1);
});

test('a provider that is not set up has no door', async () => {
  expect((await deliver(EVENT, { path: '/hooks/billing/mercado_pago' })).status).toBe(404);
});

test('anybody may send what is not signed, and little of it is kept', async () => {
  const open = await apiFixture({}, {}, { billingProviders: { mercado_pago: mercadoPago } });
  try {
    const notice = (id: number, more: object = {}) =>
      open.fetch('/hooks/billing/mercado_pago', {
        method: 'POST',
        body: JSON.stringify({ type: 'payment', data: { id }, ...more }),
      });
    expect((await notice(1, { type: 'merchant_order' })).status).toBe(200);
    expect((await notice(1, { more: 'x'.repeat(100_000) })).status).toBe(200);
    expect((await notice(1, { id: 'another' })).status).toBe(200);
    const { sql } = open.deps.database.admin;
    expect(await sql`select trust, raw, hint ->> 'payment' as payment from billing_events`).toEqual([
      { trust: 'unsigned', raw: null, payment: 'pay_1' },
    ]);
    const answers: number[] = [];
    for (let id = 2; id < 80; id++) answers.push((await notice(id)).status);
    expect(answers.at(-1)).toBe(429);
    expect(answers.filter((status) => status === 200).length).toBeLessThan(70);
  } finally {
    await open.close();
  }
});

test('what waits for long and what was given up is told among the figures', async () => {
  await deliver();
  await deliver({ ...EVENT, id: 'evt_2' });
  await admin.sql`update billing_events set received_at = now() - interval '2 minutes' where event_id = 'evt_1'`;
  await admin.sql`update billing_events set state = 'dead', processed_at = now() where event_id = 'evt_2'`;
  const { text } = await fixture.fetch('/metrics');
  expect(text).toContain('trama_billing_events{state="waiting"} 1');
  expect(text).toContain('trama_billing_events{state="dead"} 1');
});
