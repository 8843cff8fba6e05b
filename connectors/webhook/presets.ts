import type { Call, Verdict } from './call.ts';
import type { WebhookPreset } from './connection.ts';
import { hmacSha256, isBase64Of, isHexOf, pairs } from './signature.ts';

const TOLERANCE_MS = 5 * 60_000;

/** How each provider signs, from its own documentation. All compare in constant time, over the raw bytes. */
export const PRESETS: Record<WebhookPreset, (call: Call) => Verdict> = {
  /** Stripe-Signature: t=<s>,v1=<hex>[,v1=…]; over `t.body`; several v1 while a secret is rolled. */
  stripe: (call) => {
    const found = pairs(call.header('stripe-signature') ?? '');
    const time = found.find(([name]) => name === 't')?.[1];
    const given = found.filter(([name]) => name === 'v1').map(([, value]) => value);
    if (time === undefined || given.length === 0) return refuse('missing_signature');
    const expected = hmacSha256(call.secret, `${time}.`, call.rawBody);
    return given.some((one) => isHexOf(one, expected)) ? inTime(time, call) : refuse('bad_signature');
  },
  github: (call) => hubSignature(call),
  meta: (call) => hubSignature(call),
  mercadopago: (call) => mercadoPago(call),
  standard: (call) => standardWebhooks(call),
};

const refuse = (reason: (Verdict & { ok: false })['reason']): Verdict => ({ ok: false, reason });

/** Unix time in seconds or ms: providers mix them. A signature from the future is as good as an old one. */
const inTime = (text: string, call: Call): Verdict => {
  if (!/^\d{1,13}$/.test(text)) return refuse('bad_signature');
  const atMs = text.length >= 12 ? Number(text) : Number(text) * 1000;
  return Math.abs(call.nowMs - atMs) <= TOLERANCE_MS ? { ok: true } : refuse('too_old');
};

/** GitHub and Meta: X-Hub-Signature-256: sha256=<hex>; over the body. It carries no time. */
const hubSignature = (call: Call): Verdict => {
  const given = call.header('x-hub-signature-256');
  if (given === undefined) return refuse('missing_signature');
  const [scheme, hex = ''] = given.trim().split('=');
  const good = scheme?.toLowerCase() === 'sha256' && isHexOf(hex, hmacSha256(call.secret, call.rawBody));
  return good ? { ok: true } : refuse('bad_signature');
};

/**
 * Mercado Pago: x-signature: ts=<n>,v1=<hex>; over `id:<data.id>;request-id:<x-request-id>;ts:<ts>;`, a part that is not
 * there left out. The id is the query's, not the body's. Its own SDKs disagree on lower-casing the id: both are tried.
 */
const mercadoPago = (call: Call): Verdict => {
  const found = new Map(pairs(call.header('x-signature') ?? ''));
  const [time, given] = [found.get('ts'), found.get('v1')];
  if (time === undefined || given === undefined) return refuse('missing_signature');
  const requestId = call.header('x-request-id');
  const id = call.query.get('data.id');
  const manifest = (one: string | null) =>
    `${one === null ? '' : `id:${one};`}${requestId === undefined ? '' : `request-id:${requestId};`}ts:${time};`;
  const good = [id, id?.toLowerCase() ?? null].some((one) => isHexOf(given, hmacSha256(call.secret, manifest(one))));
  return good ? inTime(time, call) : refuse('bad_signature');
};

/** Standard Webhooks: webhook-signature: a list of `v1,<base64>`; over `id.timestamp.body`. Svix names the headers its way. */
const standardWebhooks = (call: Call): Verdict => {
  const read = (name: string) => call.header(`webhook-${name}`) ?? call.header(`svix-${name}`);
  const [id, time, given] = [read('id'), read('timestamp'), read('signature')];
  if (id === undefined || time === undefined || given === undefined) return refuse('missing_signature');
  const expected = standardKeys(call.secret).map((key) => hmacSha256(key, `${id}.${time}.`, call.rawBody));
  const good = given
    .split(' ')
    .flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : []))
    .some((one) => expected.some((bytes) => isBase64Of(one, bytes)));
  return good ? inTime(time, call) : refuse('bad_signature');
};

/** `whsec_` marks base64; without it some senders mean base64 and some the text itself. */
const standardKeys = (secret: string): Uint8Array[] => {
  const decoded = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return secret.startsWith('whsec_') ? [decoded] : [decoded, Buffer.from(secret)];
};
