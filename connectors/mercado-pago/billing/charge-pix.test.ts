import { describe, expect, test } from 'vitest';
import type { ChargeOnce } from '#flow/contracts/billing-provider.ts';
import {
  asking,
  DAY_MS,
  given,
  HOUR_MS,
  mercadoPago,
  post,
  signal,
  TENANT,
} from '#tests/billing/mercado-pago-fixture.ts';

const { simulator, provider, begin, read, charged } = mercadoPago();

const once = (more: Partial<ChargeOnce> = {}) => {
  const { payer, request, returnTo } = asking();
  const lines = [{ name: 'Business até 22/12', amount: 12_345 }];
  const ask = {
    payer,
    request,
    returnTo,
    subscription: null,
    lines,
    amount: 12_345,
    idempotencyKey: 'once/1',
    ...more,
  };
  return provider().chargeOnce(ask, signal);
};
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error) => [error.code, error.details.code],
  );

describe('a charge outside of the periods', () => {
  test('is one Pix however often it is asked for, and paid once its payer paid', async () => {
    const subscription = await charged(['approved']);
    simulator().rules.troubles.push('lost');
    await expect(once({ subscription })).rejects.toMatchObject({ code: 'billing_unreachable' });
    const pix = await once({ subscription });
    expect(pix).toMatchObject({
      kind: 'pix',
      code: expect.stringMatching(/^000201/),
      image: expect.stringMatching(/^data:image\/svg/),
    });
    expect(await once({ subscription })).toEqual(pix);
    // Long after, when the key of the call is forgotten there.
    simulator().world.answers.clear();
    expect(await once({ subscription })).toEqual(pix);
    const ref = given(pix.ref);
    expect(await provider().readAsked(ref, signal)).toMatchObject({
      open: true,
      payment: { status: 'pending', subscription },
    });

    await post(`${simulator().url}/control/pix`, { payment: ref.slice(4) });
    expect(await provider().readAsked(ref, signal)).toMatchObject({
      open: false,
      payment: { id: ref, kind: 'once', status: 'paid', amount: 12_345, request: 'sreq_1', method: 'pix', pix: null },
    });
    expect(await once({ subscription })).toMatchObject({ kind: 'done', ref });
    // It is no charge of the subscription's periods.
    expect((await read(subscription)).payments).toHaveLength(1);
  });

  test('says who pays as Mercado Pago wants it', async () => {
    await once();
    expect(simulator().world.calls.at(-1)).toMatchObject({
      path: '/v1/payments',
      idempotencyKey: 'once/1',
      body: {
        ...{
          transaction_amount: 123.45,
          payment_method_id: 'pix',
          date_of_expiration: '2026-11-23T12:00:00.000+00:00',
        },
        external_reference: expect.stringMatching(new RegExp(`^once:${TENANT}:sreq_1:[0-9a-f]{12}$`)),
        payer: {
          ...{ email: 'ana@loja.test', first_name: 'Ana', last_name: 'Maria Souza' },
          identification: { type: 'CPF', number: '52998224725' },
        },
      },
    });
  });

  test.each([
    ['no longer than what it pays for', '2026-11-22T15:00:30.000Z', '2026-11-22T15:00:00.000+00:00'],
    ['half an hour at least, as Mercado Pago has it', '2026-11-22T12:10:00.000Z', '2026-11-22T12:30:00.000+00:00'],
    ['a day, however long that lasts', '2027-11-22T12:00:00.000Z', '2026-11-23T12:00:00.000+00:00'],
  ])('is open %s', async (_, payableUntil, until) => {
    await once({ payableUntil });
    expect(simulator().world.calls.at(-1)).toMatchObject({ body: { date_of_expiration: until } });
  });

  test('that nobody pays in time is void, and one that is closed cannot be paid', async () => {
    const late = given((await once()).ref);
    simulator().advance(DAY_MS + HOUR_MS);
    expect(await provider().readPayment(late, signal)).toMatchObject({ status: 'void', pix: null });
    expect(await once()).toMatchObject({ kind: 'refused', ref: late, code: 'expired' });
    const closed = given((await once({ idempotencyKey: 'once/2' })).ref);
    await provider().expire({ ref: closed, idempotencyKey: 'expire/1' }, signal);
    await provider().expire({ ref: closed, idempotencyKey: 'expire/2' }, signal);
    expect(await provider().readAsked(closed, signal)).toMatchObject({ open: false, payment: { status: 'void' } });
  });

  test('that was paid before it was closed stays paid, and may go back', async () => {
    const ref = given((await once()).ref);
    await post(`${simulator().url}/control/pix`, { payment: ref.slice(4) });
    await provider().expire({ ref, idempotencyKey: 'expire/1' }, signal);
    const payment = given(await provider().readPayment(ref, signal));
    expect(payment.status).toBe('paid');
    expect(await provider().refund({ payment, amount: 345, idempotencyKey: 'refund/1' }, signal)).toMatchObject({
      refunded: 345,
    });
  });
});

describe('a provider that is away', () => {
  test.each([500, 502, 503, 429, 401])('with %i is no reason to take anything from anybody', async (status) => {
    const id = await charged(['approved']);
    simulator().rules.failsWith = status;
    expect(await codeOf(provider().readSubscription(id, signal))).toEqual(['billing_unreachable', `http_${status}`]);
    expect(await codeOf(begin({ request: 'sreq_2' }))).toEqual(['billing_unreachable', `http_${status}`]);
    simulator().rules.failsWith = null;
    expect(await read(id)).toMatchObject({ status: 'active' });
  });

  test('where nobody listens, or whoever asked has no time left, is no reason either', async () => {
    const id = await charged(['approved']);
    simulator().rules.delayMs = 5_000;
    const soon = AbortSignal.timeout(50);
    expect(await codeOf(provider().readSubscription(id, soon))).toEqual(['billing_unreachable', 'timeout']);
    await simulator().close();
    expect(await codeOf(provider().readSubscription(id, signal))).toEqual(['billing_unreachable', 'ECONNREFUSED']);
  });
});

describe('what is not ours', () => {
  test('is read as nothing', async () => {
    const { world } = simulator();
    expect(await provider().readSubscription('2c9380nobody', signal)).toBeNull();
    expect(await provider().readPayment('pay_1', signal)).toBeNull();
    expect(await provider().readPayment('ap_1', signal)).toBeNull();
    expect(await provider().readPayment('in_1', signal)).toBeNull();
    const id = await charged(['approved']);
    given(world.preapprovals.get(id)).externalReference = 'PEDIDO-77';
    expect(await provider().readSubscription(id, signal)).toBeNull();
  });
});

test('what changed since is found: subscriptions and payments, none twice, and no check of a card', async () => {
  const old = await charged(['approved']);
  simulator().advance(DAY_MS);
  const since = new Date(simulator().world.clock.now()).toISOString();
  const young = await charged(['approved'], { request: 'sreq_2', idempotencyKey: 'begin/2' });
  const pix = given((await once()).ref);
  const found: string[] = [];
  for await (const { subscription, payment } of provider().changedSince(since, signal))
    found.push(subscription ?? payment ?? '');
  const [charge] = (await read(young)).payments;
  expect(found.toSorted()).toEqual([young, pix, `pay_${charge?.charge}`].toSorted());
  expect(found).not.toContain(old);
});
