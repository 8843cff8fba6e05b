import { type Answered, type Asked, type Fields, faultsIn, notFound, once, pageOf, refused } from './asked.ts';
import { resumeCycles } from './cycles.ts';
import { invoiceJson, preapprovalJson } from './objects.ts';
import { changePreapproval, newPreapprovalId, type SimPreapproval, type World } from './world.ts';

const RECURRING: Fields = {
  ...{ frequency: 'number', frequency_type: 'string', start_date: 'string', end_date: 'string' },
  ...{
    transaction_amount: 'number',
    currency_id: 'string',
    free_trial: { frequency: 'number', frequency_type: 'string' },
  },
};
const FIELDS: Fields = {
  ...{ reason: 'string', external_reference: 'string', payer_email: 'string', back_url: 'string' },
  ...{ card_token_id: 'string', preapproval_plan_id: 'string', status: 'string', auto_recurring: RECURRING },
};

interface Body {
  reason: string;
  external_reference: string;
  payer_email: string;
  back_url: string;
  status: string;
  auto_recurring: {
    frequency: number;
    frequency_type: string;
    transaction_amount: number;
    currency_id: string;
    start_date?: string;
    free_trial?: { frequency: number };
  };
}

const MUST = ['reason', 'payer_email', 'back_url', 'auto_recurring'];

export const createPreapproval = (world: World, asked: Asked): Answered =>
  once(world, asked, () => {
    const faults = faultsIn(asked.body, FIELDS, MUST);
    if (faults.length > 0) return told(world, faults);
    // Held against FIELDS above.
    const body = asked.body as Body;
    const { auto_recurring: recurring } = body;
    const now = world.clock.now();
    if (body.status !== 'pending') return refused(400, 'card_token_id_required', 'card_token_id is required');
    if (recurring.currency_id !== 'BRL' || recurring.frequency_type !== 'months')
      return told(world, [`${recurring.currency_id} ${recurring.frequency_type}`]);
    if (recurring.transaction_amount < 0.5)
      return refused(400, 'invalid_amount', 'Cannot pay an amount lower than R$ 0.50');
    const startAt = recurring.start_date === undefined ? null : Date.parse(recurring.start_date);
    if (startAt !== null && startAt < now) return refused(400, 'invalid_start_date', 'cannot be a past date');
    const made: SimPreapproval = {
      ...{ id: newPreapprovalId(), status: 'pending', reason: body.reason, payerEmail: body.payer_email },
      ...{ externalReference: body.external_reference ?? '', backUrl: body.back_url, months: recurring.frequency },
      ...{ amount: centsOf(recurring.transaction_amount), trialMonths: recurring.free_trial?.frequency ?? 0, startAt },
      ...{ createdAt: now, modifiedAt: now, anchor: null, cycles: 0, nextAt: null, card: [] },
    };
    world.preapprovals.set(made.id, made);
    world.tell('subscription_preapproval', 'created', made.id);
    return { status: 201, body: preapprovalJson(world, made) };
  });

const told = (world: World, faults: string[]): Answered => {
  world.violations.push(...faults);
  return refused(400, 'bad_request', faults.join(', '));
};

const centsOf = (reais: number): number => Math.round(reais * 100);

export const updatePreapproval = (world: World, asked: Asked, id: string): Answered =>
  once(world, asked, () => {
    const found = world.preapprovals.get(id);
    if (!found) return notFound();
    const faults = faultsIn(asked.body, FIELDS, []);
    if (faults.length > 0) return told(world, faults);
    const body = asked.body as Partial<Body>;
    if (found.status === 'cancelled')
      return refused(400, 'cannot_modify', 'You can not modify a cancelled preapproval.');
    if (body.status === 'authorized' && found.status === 'pending')
      return refused(400, 'invalid_status', 'Invalid status transition');
    if (body.status === 'authorized' && found.status === 'paused') resumeCycles(world, found);
    const amount = body.auto_recurring?.transaction_amount;
    changePreapproval(world, found, {
      ...(body.reason !== undefined && { reason: body.reason }),
      ...(body.external_reference !== undefined && { externalReference: body.external_reference }),
      ...(amount !== undefined && { amount: centsOf(amount) }),
      ...(body.status !== undefined && isStatus(body.status) && { status: body.status }),
      ...(body.status === 'cancelled' && { nextAt: null }),
    });
    return { status: 200, body: preapprovalJson(world, found) };
  });

const isStatus = (word: string): word is SimPreapproval['status'] =>
  ['pending', 'authorized', 'paused', 'cancelled'].includes(word);

export const readPreapproval = (world: World, id: string): Answered => {
  const found = world.preapprovals.get(id);
  return found ? { status: 200, body: preapprovalJson(world, found) } : notFound();
};

export const searchPreapprovals = (world: World, query: URLSearchParams): Answered => {
  const email = query.get('payer_email');
  const status = query.get('status');
  const youngest = world.clock.now() - world.rules.searchLagMs;
  const found = [...world.preapprovals.values()].filter(
    (one) =>
      one.createdAt <= youngest &&
      (email === null || one.payerEmail === email) &&
      (status === null || one.status === status),
  );
  return pageOf(
    query,
    found.map((one) => preapprovalJson(world, one)),
  );
};

export const readInvoice = (world: World, id: number): Answered => {
  const found = world.invoices.get(id);
  return found ? { status: 200, body: invoiceJson(world, found) } : notFound();
};

export const searchInvoices = (world: World, query: URLSearchParams): Answered => {
  const preapproval = query.get('preapproval_id');
  const payment = query.get('payment_id');
  const found = [...world.invoices.values()].filter(
    (one) =>
      (preapproval === null || one.preapproval === preapproval) &&
      (payment === null || String(one.payment) === payment),
  );
  return pageOf(
    query,
    found.toReversed().map((one) => invoiceJson(world, one)),
  );
};
