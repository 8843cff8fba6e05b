import type { Cents } from '#flow/contracts/billing-provider.ts';

/**
 * What stands in `external_reference` of each object that we make at Mercado Pago: whose it is, and what Mercado Pago itself has
 * no field for.
 */
export interface SubscriptionReference {
  tenantId: string;
  request: string;
  /** It is paused there until then and ends then: a cancellation that can be taken back. ISO 8601. */
  cancelAt: string | null;
  /** The amount is lower for a period: it goes up to this many cents once more than `after` periods were paid. */
  raise: { to: Cents; after: number } | null;
  /** The first charge is made then, and not within the hour. ISO 8601. */
  startsAt: string | null;
  /** The first period costs nothing: it is a free trial there. */
  gift: boolean;
}

export const formatReference = ({ tenantId, request, ...marks }: SubscriptionReference): string =>
  [
    'sub',
    tenantId,
    request,
    ...(marks.startsAt === null ? [] : [`s${Date.parse(marks.startsAt)}`]),
    ...(marks.cancelAt === null ? [] : [`c${Date.parse(marks.cancelAt)}`]),
    ...(marks.raise === null ? [] : [`r${marks.raise.to}.${marks.raise.after}`]),
    ...(marks.gift ? ['g'] : []),
  ].join(':');

/** Null: none of ours. */
export const parseReference = (text: string | null): SubscriptionReference | null => {
  const [kind, tenantId, request, ...marks] = (text ?? '').split(':');
  if (kind !== 'sub' || !tenantId || !request) return null;
  const timeOf = (mark: string): string | null => {
    const ms = marks.flatMap((one) => (one.startsWith(mark) && /^\d{1,15}$/.test(one.slice(1)) ? one.slice(1) : []))[0];
    return ms === undefined ? null : new Date(Number(ms)).toISOString();
  };
  const raise = marks
    .flatMap((mark) => /^r(\d+\.\d+)$/.exec(mark)?.[1] ?? [])[0]
    ?.split('.')
    .map(Number);
  return {
    tenantId,
    request,
    startsAt: timeOf('s'),
    cancelAt: timeOf('c'),
    raise: raise?.[0] === undefined || raise[1] === undefined ? null : { to: raise[0], after: raise[1] },
    gift: marks.includes('g'),
  };
};

/** Of a payment outside of the periods; `attempt` tells one from the next of the same wish. */
export interface OnceReference {
  tenantId: string;
  request: string;
  attempt: string;
  subscription: string | null;
}

export const formatOnce = ({ tenantId, request, attempt, subscription }: OnceReference): string =>
  ['once', tenantId, request, attempt, ...(subscription === null ? [] : [subscription])].join(':');

export const parseOnce = (text: string | null): OnceReference | null => {
  const [kind, tenantId, request, attempt, subscription] = (text ?? '').split(':');
  if (kind !== 'once' || !tenantId || !request || !attempt) return null;
  return { tenantId, request, attempt, subscription: subscription ?? null };
};

/** Of a Pix that pays a period, whose charge is kept here (connectors/kept-billing). */
export const formatPix = (payment: string, attempt: number): string => `pix:${payment}:${attempt}`;

/** Our id of the charge that a Pix pays. */
export const parsePix = (text: string | null): string | null =>
  /^pix:(pix_[0-9a-f_]+):\d+$/.exec(text ?? '')?.[1] ?? null;
