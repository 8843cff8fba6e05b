import { type Answered, type Asked, type Fields, faultsIn, notFound, once, pageOf, refused } from './asked.ts';
import { paymentJson } from './objects.ts';
import { changePayment, newNumber, newPayment, type World } from './world.ts';

const FIELDS: Fields = {
  ...{ transaction_amount: 'number', description: 'string', payment_method_id: 'string', external_reference: 'string' },
  ...{ date_of_expiration: 'string', notification_url: 'string' },
  payer: {
    ...{ email: 'string', first_name: 'string', last_name: 'string' },
    identification: { type: 'string', number: 'string' },
  },
};
const MUST = ['transaction_amount', 'payment_method_id', 'payer'];
const OFFSET = /[+-]\d\d:\d\d$/;

interface Body {
  transaction_amount: number;
  payment_method_id: string;
  external_reference?: string;
  date_of_expiration?: string;
  payer: { email?: string };
}

export const createPayment = (world: World, asked: Asked): Answered => {
  if (asked.idempotencyKey === null) return refused(400, '4292', 'Header X-Idempotency-Key can’t be null');
  return once(world, asked, () => {
    const faults = faultsIn(asked.body, FIELDS, MUST);
    // Held against FIELDS.
    const body = asked.body as Body;
    if (faults.length === 0 && !body.payer.email) faults.push('payer.email is missing');
    if (body.date_of_expiration !== undefined && !OFFSET.test(body.date_of_expiration))
      faults.push('date_of_expiration has no offset');
    if (faults.length > 0) {
      world.violations.push(...faults);
      return refused(400, 'bad_request', faults.join(', '));
    }
    if (body.payment_method_id !== 'pix') return refused(400, '10103', 'unknown payment_method_id');
    const payment = newPayment(world, {
      ...{ operation: 'regular_payment', method: 'pix', amount: Math.round(body.transaction_amount * 100) },
      externalReference: body.external_reference ?? null,
      expiresAt: body.date_of_expiration ? Date.parse(body.date_of_expiration) : world.clock.now() + 86_400_000,
    });
    return { status: 201, body: paymentJson(world, payment) };
  });
};

export const readPaymentOf = (world: World, id: number): Answered => {
  const found = world.payments.get(id);
  return found ? { status: 200, body: paymentJson(world, found) } : notFound();
};

export const updatePayment = (world: World, asked: Asked, id: number): Answered =>
  once(world, asked, () => {
    const found = world.payments.get(id);
    if (!found) return notFound();
    const faults = faultsIn(asked.body, { status: 'string' }, ['status']);
    if (faults.length > 0) world.violations.push(...faults);
    if (found.status !== 'pending')
      return refused(400, '2018', 'The action requested is not valid for the current payment state');
    changePayment(world, found, { status: 'cancelled', detail: 'by_collector' });
    return { status: 200, body: paymentJson(world, found) };
  });

export const refundPayment = (world: World, asked: Asked, id: number): Answered => {
  if (asked.idempotencyKey === null) return refused(400, '4292', 'Header X-Idempotency-Key can’t be null');
  return once(world, asked, () => {
    const found = world.payments.get(id);
    if (!found) return notFound();
    const faults = faultsIn(asked.body, { amount: 'number' }, []);
    if (faults.length > 0) world.violations.push(...faults);
    const amount = Math.round(((asked.body as { amount?: number }).amount ?? found.amount / 100) * 100);
    if (found.status !== 'approved' || amount <= 0 || found.refunded + amount > found.amount)
      return refused(400, '2084', 'Invalid refund amount');
    const refunded = found.refunded + amount;
    const whole = refunded === found.amount;
    changePayment(world, found, {
      refunded,
      ...(whole ? { status: 'refunded' as const, detail: 'refunded' } : { detail: 'partially_refunded' }),
    });
    return {
      status: 201,
      body: { id: newNumber(1_600_000_000), payment_id: id, amount: amount / 100, status: 'approved' },
    };
  });
};

export const searchPayments = (world: World, query: URLSearchParams): Answered => {
  const reference = query.get('external_reference');
  const [from, to] = [query.get('begin_date'), query.get('end_date')];
  const youngest = world.clock.now() - world.rules.searchLagMs;
  const found = [...world.payments.values()].filter(
    (one) =>
      one.createdAt <= youngest &&
      (reference === null || one.externalReference === reference) &&
      (from === null || one.modifiedAt >= Date.parse(from)) &&
      (to === null || one.modifiedAt <= Date.parse(to)),
  );
  return pageOf(
    query,
    found.map((one) => paymentJson(world, one)),
  );
};
