import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Delivery, ProviderHint } from '#flow/contracts/billing-provider.ts';
import { invoiceId, paymentId } from './payment-of.ts';

/** What is delivered again keeps its time of before, and that goes on for days. */
const OLDEST_MS = 4 * 86_400_000;
const AHEAD_MS = 10 * 60_000;

const Body = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  type: z.string().nullish(),
  topic: z.string().nullish(),
  action: z.string().nullish(),
  resource: z.string().nullish(),
  data: z.object({ id: z.union([z.string(), z.number()]).nullish() }).nullish(),
});
type Body = z.infer<typeof Body>;

/**
 * What a notice of Mercado Pago names: ids alone, since it says no more. One whose signature is missing or does not fit is believed
 * in nothing, but not lost either: what it names is read again with our own credential, as is done with each. Its name is of a
 * space of its own, so that nobody can take the place of a true one. Null: it names nothing.
 */
export const readDelivery = (delivery: Delivery, secrets: readonly string[]): ProviderHint | null => {
  const body = bodyOf(delivery.body);
  const { query } = delivery;
  const topic = short(body?.type ?? query.type ?? body?.topic ?? query.topic);
  const id = short(query['data.id'] ?? text(body?.data?.id) ?? query.id ?? lastPart(body?.resource));
  if (topic === null || id === null) return null;
  const trust = isSigned(delivery, secrets) ? 'signed' : 'unsigned';
  const notice = short(text(body?.id)) ?? delivery.headers['x-request-id'] ?? '';
  return {
    eventId: [...(trust === 'unsigned' ? ['unsigned'] : []), topic, short(body?.action) ?? '', id, notice]
      .join(':')
      .slice(0, 300),
    type: topic,
    ...about(topic, id),
    ...{ customer: null, tenantId: null, request: null, trust },
  };
};

/** Names of the topics, new and of before. What is not of payments or subscriptions names nothing that we read. */
const about = (topic: string, id: string): { subscription: string | null; payment: string | null } => {
  switch (topic) {
    case 'payment':
      return { subscription: null, payment: paymentId(id) };
    case 'subscription_preapproval':
    case 'preapproval':
      return { subscription: id, payment: null };
    case 'subscription_authorized_payment':
    case 'authorized_payment':
      return { subscription: null, payment: invoiceId(id) };
    default:
      return { subscription: null, payment: null };
  }
};

const bodyOf = (bytes: Buffer): Body | null => {
  try {
    return Body.parse(JSON.parse(bytes.toString()));
  } catch {
    return null;
  }
};

const text = (id: string | number | null | undefined): string | null => (id == null ? null : String(id));
const lastPart = (resource: string | null | undefined): string | null => resource?.split('/').at(-1) || null;
/** Ids and topics are short words: what is none is nothing that could be read, and dots alone lead to another path. */
const short = (word: string | null | undefined): string | null =>
  word && /^(?!\.+$)[\w.-]{1,100}$/.test(word) ? word : null;

/**
 * `ts=…,v1=…` over `id:<data.id>;request-id:<x-request-id>;ts:<ts>;`, of which an absent part is left out. The id is the query's;
 * whether it is signed as it stands or in small letters is told in two ways, so both are tried. There is a secret for each
 * application and mode, and which one signs does not follow from `live_mode`.
 */
const isSigned = (delivery: Delivery, secrets: readonly string[]): boolean => {
  const parts = new Map(
    (delivery.headers['x-signature'] ?? '').split(',').flatMap((part) => {
      const [name, ...value] = part.split('=');
      return name === undefined ? [] : [[name.trim().toLowerCase(), value.join('=').trim()] as const];
    }),
  );
  const [ts = '', said = ''] = [parts.get('ts'), parts.get('v1')];
  if (!/^(\d{10}|\d{13})$/.test(ts) || !/^[0-9a-f]{64}$/i.test(said)) return false;
  const atMs = ts.length === 10 ? Number(ts) * 1_000 : Number(ts);
  if (atMs < delivery.receivedAtMs - OLDEST_MS || atMs > delivery.receivedAtMs + AHEAD_MS) return false;
  const id = delivery.query['data.id']?.trim();
  const signed = Buffer.from(said.toLowerCase());
  const ids = id ? [...new Set([id, id.toLowerCase()])] : [undefined];
  return secrets.some((secret) =>
    ids.some((one) => {
      const sum = createHmac('sha256', secret).update(manifest(one, delivery.headers['x-request-id']?.trim(), ts));
      return timingSafeEqual(Buffer.from(sum.digest('hex')), signed);
    }),
  );
};

const manifest = (id: string | undefined, requestId: string | undefined, ts: string): string =>
  `${id ? `id:${id};` : ''}${requestId ? `request-id:${requestId};` : ''}ts:${ts};`;
