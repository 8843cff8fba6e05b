import type { Call, Verdict, WebhookCall } from './call.ts';
import { PRESETS } from './presets.ts';
import { hmacSha256, isBase64Of, isHexOf, sameSecret } from './signature.ts';

/** Where `header` looks when the connection names none; `Authorization` may say `Bearer` before the secret. */
export const DEFAULT_HEADER = { header: 'authorization', hmac: 'x-signature' } as const;

/** Is the call from who it says (`flow-language.md` §7)? Never throws on what a caller sent. */
export const verifyWebhook = (webhook: WebhookCall): Verdict => {
  const call: Call = {
    secret: webhook.secret,
    rawBody: webhook.rawBody,
    query: webhook.query,
    nowMs: webhook.nowMs,
    header: (name) => {
      const value = webhook.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    },
  };
  switch (webhook.auth) {
    case 'header':
      return byHeader(call, webhook.header ?? DEFAULT_HEADER.header);
    case 'basic':
      return byPassword(call, webhook.username ?? null);
    case 'hmac':
      return webhook.preset ? PRESETS[webhook.preset](call) : bySignature(call, webhook.header ?? DEFAULT_HEADER.hmac);
  }
};

const verdict = (good: boolean): Verdict => (good ? { ok: true } : { ok: false, reason: 'bad_signature' });
const MISSING: Verdict = { ok: false, reason: 'missing_signature' };

const byHeader = (call: Call, name: string): Verdict => {
  const given = call.header(name)?.trim();
  if (given === undefined) return MISSING;
  const bare = name.toLowerCase() === 'authorization' ? given.replace(/^bearer +/i, '') : given;
  return verdict(sameSecret(given, call.secret) || sameSecret(bare, call.secret));
};

/** The secret is the password; without a user name it may also be the whole `user:password`. */
const byPassword = (call: Call, username: string | null): Verdict => {
  const coded = /^basic +([A-Za-z0-9+/_=-]+)$/i.exec(call.header('authorization')?.trim() ?? '')?.[1];
  if (coded === undefined) return MISSING;
  const given = Buffer.from(coded, 'base64').toString();
  if (username !== null) return verdict(sameSecret(given, `${username}:${call.secret}`));
  const password = given.slice(given.indexOf(':') + 1);
  return verdict(sameSecret(password, call.secret) || sameSecret(given, call.secret));
};

/** HMAC-SHA256 of the raw body, in hex or base64, with or without `sha256=` before it. */
const bySignature = (call: Call, name: string): Verdict => {
  const given = call.header(name)?.trim();
  if (given === undefined) return MISSING;
  const bare = given.replace(/^sha256=/i, '');
  const expected = hmacSha256(call.secret, call.rawBody);
  return verdict(isHexOf(bare, expected) || isBase64Of(bare, expected));
};

/** Meta's check of a new address: a GET that is answered with this text. null: not that GET, or not our token. */
export const metaChallenge = (query: URLSearchParams, verifyToken: string): string | null => {
  const [mode, token, challenge] = ['mode', 'verify_token', 'challenge'].map((name) => query.get(`hub.${name}`));
  if (mode !== 'subscribe' || !token || !challenge) return null;
  return sameSecret(token, verifyToken) ? challenge : null;
};
