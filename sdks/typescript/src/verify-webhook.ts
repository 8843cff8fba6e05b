import { TramaError } from './trama-error.ts';

export interface WebhookMessage {
  /** `run.failed` … */
  type: string;
  /** ISO 8601: when it happened. */
  timestamp: string;
  data: Record<string, unknown>;
}

export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

export interface WebhookOptions {
  /** How old, or how far ahead, a message may be: 300 where it is left out. */
  toleranceSeconds?: number;
  /** The time now, in milliseconds: for tests. */
  nowMs?: number;
}

const refused = (message: string): TramaError => new TramaError({ code: 'webhook_refused', status: 0, message });

const header = (headers: WebhookHeaders, name: string): string => {
  if (headers instanceof Headers) return headers.get(name) ?? '';
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return (Array.isArray(found) ? found[0] : found) ?? '';
};

function bytesOf(base64: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

const LEAST_KEY_BYTES = 16;

type Check = (signature: Uint8Array<ArrayBuffer>, content: Uint8Array<ArrayBuffer>) => Promise<boolean>;

/** `whsec_…` checks `v1` (HMAC-SHA256), `whpk_…` checks `v1a` (Ed25519). */
async function checkOf(secret: string): Promise<{ version: string; check: Check }> {
  const isPublic = secret.startsWith('whpk_');
  const raw = bytesOf(secret.replace(/^(whsec_|whpk_)/, ''));
  if (!raw) throw refused('The secret is not whsec_… or whpk_… in base64');
  // With a key that is empty or known to everybody, everybody signs.
  if (raw.length < LEAST_KEY_BYTES) throw refused('The secret is empty or too short');
  const algorithm = isPublic ? { name: 'Ed25519' } : { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', raw, algorithm, false, ['verify']);
  return {
    version: isPublic ? 'v1a' : 'v1',
    // In constant time, both.
    check: (signature, content) => crypto.subtle.verify(algorithm.name, key, signature, content),
  };
}

/** Bytes of the body as it came, before any parser. */
const bodyBytes = (body: string | Uint8Array): Uint8Array =>
  typeof body === 'string' ? new TextEncoder().encode(body) : body;

function signedContent(id: string, at: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`${id}.${at}.`);
  const content = new Uint8Array(head.length + body.length);
  content.set(head);
  content.set(body, head.length);
  return content;
}

/**
 * The message of a webhook, if Trama sent it (Standard Webhooks). `secrets`: the endpoint's `whsec_…`, or the public key `whpk_…` of
 * one that signs by Ed25519; several during a rotation. One signature of the header has to fit one of them.
 * @throws TramaError `webhook_refused`: too old, unsigned, or signed by somebody else.
 */
export async function verifyWebhook(
  secrets: string | readonly string[],
  headers: WebhookHeaders,
  body: string | Uint8Array,
  { toleranceSeconds = 300, nowMs = Date.now() }: WebhookOptions = {},
): Promise<WebhookMessage> {
  const id = header(headers, 'webhook-id');
  const at = header(headers, 'webhook-timestamp');
  const sent = header(headers, 'webhook-signature');
  if (id === '' || sent === '' || !/^\d{1,12}$/.test(at))
    throw refused('webhook-id, webhook-timestamp or webhook-signature is missing');
  if (Math.abs(nowMs / 1000 - Number(at)) > toleranceSeconds)
    throw refused('The message is too old, or from a clock ahead');
  const bytes = bodyBytes(body);
  const content = signedContent(id, at, bytes);
  const signatures = sent.split(' ').map((one) => one.split(','));
  for (const secret of typeof secrets === 'string' ? [secrets] : secrets) {
    const { version, check } = await checkOf(secret);
    for (const [tag, base64 = ''] of signatures) {
      const signature = tag === version ? bytesOf(base64) : null;
      if (signature && (await check(signature, content)))
        return JSON.parse(new TextDecoder().decode(bytes)) as WebhookMessage;
    }
  }
  throw refused('No signature fits');
}
