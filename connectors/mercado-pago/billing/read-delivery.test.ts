import { describe, expect, test } from 'vitest';
import type { ProviderHint } from '#flow/contracts/billing-provider.ts';
import { inMemoryKept } from '#tests/billing/in-memory-kept.ts';
import { DAY_MS, HOUR_MS, SECRETS, START } from '#tests/billing/mercado-pago-fixture.ts';
import {
  legacyNotice,
  type Notice,
  type SignedNotice,
  type Signing,
  signNotice,
} from '#tests/simulators/mercado-pago/notices.ts';
import { createMercadoPagoBilling } from './mercado-pago-billing.ts';

const NOW_MS = Date.parse(START);
const [PRODUCTION = '', TEST = ''] = SECRETS;
const provider = createMercadoPagoBilling({
  ...{
    apiBase: 'http://mercado-pago.invalid',
    accessToken: 'APP_USR-test',
    webhookSecrets: SECRETS,
    kept: inMemoryKept(),
  },
  nowMs: () => NOW_MS,
});
const notice: Notice = {
  ...{ id: 123_456, topic: 'subscription_preapproval', action: 'updated', about: '2C938084726FCA8001', atMs: NOW_MS },
};

const received = ({ headers, query, body }: SignedNotice, receivedAtMs = NOW_MS): ProviderHint | null =>
  provider.readDelivery({ headers, query, body: Buffer.from(body), receivedAtMs });
const trustOf = (signing: Signing, receivedAtMs?: number) => received(signNotice(notice, signing), receivedAtMs)?.trust;

describe('a notice of Mercado Pago', () => {
  test('names what it is about, and no more', () => {
    expect(received(signNotice(notice, { secret: PRODUCTION }))).toEqual({
      ...{ eventId: 'subscription_preapproval:updated:2C938084726FCA8001:123456', type: 'subscription_preapproval' },
      ...{ subscription: '2C938084726FCA8001', payment: null, customer: null, tenantId: null, request: null },
      trust: 'signed',
    });
    const about = (topic: Notice['topic'], id: string) =>
      received(signNotice({ ...notice, topic, about: id }, { secret: PRODUCTION }))?.payment;
    expect(about('payment', '131')).toBe('pay_131');
    expect(about('subscription_authorized_payment', '70')).toBe('ap_70');
  });

  test.each<Signing>([
    { secret: PRODUCTION },
    { secret: PRODUCTION, letters: 'lower' },
    { secret: PRODUCTION, ts: 'milliseconds' },
    { secret: PRODUCTION, withoutRequestId: true },
    { secret: PRODUCTION, letters: 'lower', ts: 'milliseconds', withoutRequestId: true },
    // A test's delivery that says it is of production.
    { secret: TEST, liveMode: true },
    { secret: TEST, liveMode: false, letters: 'lower' },
  ])('is known by its signature in each form that is about: %o', (signing) => {
    expect(trustOf(signing)).toBe('signed');
  });

  test('told again has the same name, and its old signature counts for days', () => {
    const first = signNotice(notice, { secret: PRODUCTION });
    const again = signNotice(notice, { secret: PRODUCTION });
    expect(received(again, NOW_MS + 3 * DAY_MS)).toEqual(received(first));
    expect(trustOf({ secret: PRODUCTION }, NOW_MS + 5 * DAY_MS)).toBe('unsigned');
    expect(trustOf({ secret: PRODUCTION }, NOW_MS - HOUR_MS)).toBe('unsigned');
  });

  test('with a signature that does not fit is believed in nothing, and takes no true one’s place', () => {
    const signed = received(signNotice(notice, { secret: PRODUCTION }));
    for (const wrong of [{ secret: null }, { secret: 'somebody’s' }] satisfies Signing[]) {
      const hint = received(signNotice(notice, wrong));
      expect(hint).toMatchObject({ trust: 'unsigned', subscription: signed?.subscription });
      expect(hint?.eventId).toBe(`unsigned:${signed?.eventId}`);
    }
    const moved = signNotice(notice, { secret: PRODUCTION });
    expect(received({ ...moved, query: { ...moved.query, 'data.id': '2C93808472OTHER' } })?.trust).toBe('unsigned');
    for (const header of ['', 'ts=1,v1=2', 'v1=abc', `ts=${NOW_MS},v1=${'z'.repeat(64)}`])
      expect(received({ ...moved, headers: { ...moved.headers, 'x-signature': header } })?.trust).toBe('unsigned');
  });

  test('of the older form is a bare hint', () => {
    expect(received(legacyNotice({ ...notice, topic: 'payment', about: '131' }))).toMatchObject({
      trust: 'unsigned',
      payment: 'pay_131',
    });
    expect(received(legacyNotice(notice))).toMatchObject({ subscription: notice.about });
  });

  test('that names nothing, or nothing that could be read, is none', () => {
    const empty: SignedNotice = { path: '', query: {}, headers: {}, body: '' };
    expect(received(empty)).toBeNull();
    expect(received({ ...empty, body: '{"type":"payment","data":{}}' })).toBeNull();
    expect(received({ ...empty, body: 'not json' })).toBeNull();
    expect(received({ ...empty, query: { type: 'payment', 'data.id': '1/../refunds' } })).toBeNull();
    expect(received({ ...empty, query: { type: 'preapproval', 'data.id': '..' } })).toBeNull();
    expect(received({ ...empty, body: '{"type":"payment","action":"a\\u0000b","data":{"id":"5"}}' })?.eventId).toBe(
      'unsigned:payment::5:',
    );
    expect(received({ ...empty, body: '{"type":"topic_claims_integration_wh","data":{"id":"5"}}' })).toMatchObject({
      ...{ subscription: null, payment: null, type: 'topic_claims_integration_wh' },
    });
  });
});
