import type { Asked, BeginSubscription, RecurringLine } from '#flow/contracts/billing-provider.ts';
import { type MercadoPagoClient, refusal } from './client.ts';
import { Preapproval, pageOf } from './objects.ts';
import { formatReference, parseReference } from './reference.ts';

/** Under a real nothing is charged by card: what is left of a first period then is a gift. */
export const LEAST = 100;
const PAGE = 50;

/**
 * A subscription without a card, whose page Mercado Pago shows (`init_point`): the payer signs in there and gives a card. A repeat
 * finds the one that stands there by its reference: the key of a call is kept for a day or so there, a wish may take longer.
 */
export const beginSubscription = async (
  client: MercadoPagoClient,
  ask: BeginSubscription,
  nowMs: number,
  signal: AbortSignal,
): Promise<Asked> => {
  const begun = await findBegun(client, ask, signal);
  if (begun) return pageOfBegun(begun);
  const made = await client.post('/preapproval', bodyOf(ask, nowMs), Preapproval, {
    idempotencyKey: ask.idempotencyKey,
    signal,
  });
  return pageOfBegun(made);
};

const pageOfBegun = (preapproval: Preapproval): Asked => {
  if (preapproval.status === 'cancelled') return { kind: 'refused', ref: preapproval.id, code: 'closed' };
  if (preapproval.init_point === null) throw refusal('no_page');
  return { kind: 'page', ref: preapproval.id, url: preapproval.init_point, expiresAt: null };
};

const findBegun = async (
  client: MercadoPagoClient,
  { payer, request }: BeginSubscription,
  signal: AbortSignal,
): Promise<Preapproval | undefined> => {
  const query = new URLSearchParams({ payer_email: payer.email, limit: String(PAGE), offset: '0' });
  const page = await client.get(`/preapproval/search?${query}`, pageOf(Preapproval), signal);
  return page?.results.find(({ external_reference: text }) => parseReference(text)?.request === request);
};

const bodyOf = (ask: BeginSubscription, nowMs: number) => {
  const { payer, request, interval, lines, startsAt, returnTo } = ask;
  const full = totalOf(lines);
  if (full < LEAST) throw refusal('amount_too_small');
  const first = full - ask.discount;
  const gift = first < LEAST;
  const raise = gift || first === full ? null : { to: full, after: 0 };
  // A day in the past is refused there.
  const start = startsAt !== null && Date.parse(startsAt) > nowMs ? new Date(startsAt).toISOString() : null;
  const months = interval === 'year' ? 12 : 1;
  return {
    reason: reasonOf(lines),
    external_reference: formatReference({
      ...{ tenantId: payer.tenantId, request, startsAt: start, cancelAt: null, raise, gift },
    }),
    payer_email: payer.email,
    back_url: returnTo.success,
    status: 'pending',
    auto_recurring: {
      frequency: months,
      frequency_type: 'months',
      transaction_amount: (raise ? first : full) / 100,
      currency_id: 'BRL',
      ...(start !== null && { start_date: start }),
      ...(gift && { free_trial: { frequency: months, frequency_type: 'months' } }),
    },
  };
};

export const totalOf = (lines: readonly RecurringLine[]): number =>
  lines.reduce((sum, { quantity, unit }) => sum + quantity * unit, 0);

/** What the payer reads on the page and on the card's statement. */
export const reasonOf = (lines: readonly RecurringLine[]): string =>
  lines
    .map(({ name, quantity }) => (quantity === 1 ? name : `${quantity}× ${name}`))
    .join(' + ')
    .slice(0, 120);
