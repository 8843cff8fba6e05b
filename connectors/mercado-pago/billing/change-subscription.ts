import type { BillingProvider } from '#flow/contracts/billing-provider.ts';
import { LEAST, reasonOf, totalOf } from './begin-subscription.ts';
import { type MercadoPagoClient, refusal } from './client.ts';
import { Preapproval } from './objects.ts';
import { paidCycles, type Reading, readSubscription } from './read-objects.ts';
import { formatReference, parseReference, type SubscriptionReference } from './reference.ts';
import { intervalOf } from './subscription-of.ts';

type Ask<K extends 'setLines' | 'cancel' | 'keep' | 'pause' | 'resume'> = Parameters<BillingProvider[K]>[0];

interface Found {
  preapproval: Preapproval;
  reference: SubscriptionReference;
}

/** @throws `billing_refused`: there is no such subscription of ours. */
const find = async (client: MercadoPagoClient, id: string, signal: AbortSignal): Promise<Found> => {
  const preapproval = await client.get(pathOf(id), Preapproval, signal);
  const reference = parseReference(preapproval?.external_reference ?? null);
  if (preapproval === null || reference === null) throw refusal('no_subscription', 404);
  return { preapproval, reference };
};

const pathOf = (id: string): string => `/preapproval/${encodeURIComponent(id)}`;

/** The amount of the next cycles: the running one is paid, and what an upgrade costs in it is charged beside. */
export const setLines = async (reading: Reading, ask: Ask<'setLines'>, signal: AbortSignal): Promise<void> => {
  const { client } = reading;
  const { preapproval, reference } = await find(client, ask.subscription, signal);
  // What has ended costs nothing: the next reading says so.
  if (preapproval.status === 'cancelled') return;
  if (intervalOf(preapproval) !== ask.interval) throw refusal('interval_change');
  const full = totalOf(ask.lines);
  const next = full - ask.discount;
  // Nothing, or next to nothing, cannot be charged, and a cycle cannot be left out: what is not used up stays with the payer.
  if (next < LEAST) throw refusal('amount_too_small');
  const raise = next === full ? null : { to: full, after: await paidCycles(reading, ask.subscription, signal) };
  const body = {
    reason: reasonOf(ask.lines),
    external_reference: formatReference({ ...reference, raise }),
    auto_recurring: { transaction_amount: next / 100, currency_id: 'BRL' },
  };
  await client.put(pathOf(ask.subscription), body, Preapproval, signal);
};

/**
 * Mercado Pago knows no end that can be taken back: `cancelled` is final. Until the period's end it is paused there, which charges
 * nothing, with a mark that says so; whoever calls with `now` at that end makes it final (docs/decisions/853).
 */
export const cancel = async (reading: Reading, ask: Ask<'cancel'>, signal: AbortSignal): Promise<void> => {
  const { client, nowMs } = reading;
  const { preapproval, reference } = await find(client, ask.subscription, signal);
  if (preapproval.status === 'cancelled' || preapproval.status === 'finished') return;
  const end = ask.when === 'now' ? null : await endOfPeriod(reading, preapproval, signal);
  if (end === null || Date.parse(end) <= nowMs() || preapproval.status === 'pending') {
    return turn(client, preapproval.id, 'cancelled', {}, signal);
  }
  if (reference.cancelAt !== null && preapproval.status === 'paused') return;
  await turn(
    client,
    preapproval.id,
    'paused',
    { external_reference: formatReference({ ...reference, cancelAt: end }) },
    signal,
  );
};

const endOfPeriod = async (reading: Reading, preapproval: Preapproval, signal: AbortSignal): Promise<string | null> => {
  const read = await readSubscription(reading, preapproval.id, signal);
  if (read?.periodEnd) return read.periodEnd;
  // Nothing was charged yet: a trial lasts until it would have been.
  const startsAt = read ? parseReference(preapproval.external_reference)?.startsAt : null;
  return startsAt ?? null;
};

export const keep = async (reading: Reading, ask: Ask<'keep'>, signal: AbortSignal): Promise<void> => {
  const { client, nowMs } = reading;
  const { preapproval, reference } = await find(client, ask.subscription, signal);
  if (preapproval.status === 'cancelled') throw refusal('cancelled');
  if (reference.cancelAt === null) return;
  if (Date.parse(reference.cancelAt) <= nowMs()) throw refusal('ended');
  const body = { external_reference: formatReference({ ...reference, cancelAt: null }) };
  await turn(client, preapproval.id, 'authorized', body, signal);
};

export const pause = async ({ client }: Reading, ask: Ask<'pause'>, signal: AbortSignal): Promise<void> => {
  const { preapproval } = await find(client, ask.subscription, signal);
  if (preapproval.status === 'paused') return;
  if (preapproval.status !== 'authorized') throw refusal(preapproval.status);
  await turn(client, preapproval.id, 'paused', {}, signal);
};

export const resume = async ({ client }: Reading, ask: Ask<'resume'>, signal: AbortSignal): Promise<void> => {
  const { preapproval, reference } = await find(client, ask.subscription, signal);
  // Its end is still wished for: `keep` takes that back, and resumes it.
  if (preapproval.status !== 'paused' || reference.cancelAt !== null) return;
  await turn(client, preapproval.id, 'authorized', {}, signal);
};

/** One call; where what else was asked made it overlook the status, another for that alone. */
const turn = async (
  client: MercadoPagoClient,
  id: string,
  status: 'authorized' | 'paused' | 'cancelled',
  more: Record<string, string>,
  signal: AbortSignal,
): Promise<void> => {
  const answer = await client.put(pathOf(id), { ...more, status }, Preapproval, signal);
  if (answer.status === status) return;
  const second = await client.put(pathOf(id), { status }, Preapproval, signal);
  if (second.status !== status) throw refusal(`stays_${second.status}`);
};
