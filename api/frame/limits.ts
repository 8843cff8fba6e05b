import type { IncomingHttpHeaders } from 'node:http';
import type { Response } from 'express';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { TramaError } from '#flow/errors.ts';
import type { Caller } from './caller.ts';
import { fail } from './fail.ts';
import { statusOf } from './problem-details.ts';
import type { FrameServices } from './services.ts';
import { type Allowance, type BucketRule, rateHeaders } from './token-bucket.ts';
import { tooMany } from './too-many.ts';

/** Calls of all credentials of a tenant, by plan, in one process; plans that are not named have the largest. */
const OF_TENANT: Readonly<Record<string, BucketRule>> = {
  FREE: { burst: 2_000, perSecond: 200 },
  STARTER: { burst: 5_000, perSecond: 500 },
  BUSINESS: { burst: 15_000, perSecond: 1_500 },
};
const MOST: BucketRule = { burst: 40_000, perSecond: 4_000 };

/** Of one credential of a plan without a ceiling of its own: one program may take what a machine gives. */
const OF_LARGE_CALLER: BucketRule = { burst: 20_000, perSecond: 2_000 };

/** Calls without a credential that is valid, from one address: sign-in, links, and guessing. */
export const STRANGER_RULE: BucketRule = { burst: 600, perSecond: 60 };

const MANY: [string, string] = ['Pedidos demais em pouco tempo.', 'Too many requests in a short time.'];

/** A key may have a limit of its own: so many calls a minute, all at once where it likes. */
const ruleOf = ({ key, tenant }: Caller, usual: BucketRule): BucketRule => {
  if (key?.perMinute) return { burst: key.perMinute, perSecond: key.perMinute / 60 };
  return OF_TENANT[tenant.plan] === undefined && usual.perSecond >= 500 ? OF_LARGE_CALLER : usual;
};

/** Takes one call of a caller, and of its tenant; the answer's headers say what is left of both. @throws `rate_limited` */
export function takeCall(caller: Caller, res: Response, services: FrameServices): void {
  const now = services.now();
  const { callerBuckets, tenantBuckets } = services;
  const rule = ruleOf(caller, callerBuckets.rule);
  const own = callerBuckets.take(`${caller.tenant.id} ${caller.principal}`, now, rule);
  const parts: [string, BucketRule, Allowance][] = [['burst', rule, own]];
  if (tenantBuckets && own.allowed) {
    const shared = OF_TENANT[caller.tenant.plan] ?? MOST;
    parts.push(['tenant', shared, tenantBuckets.take(caller.tenant.id, now, shared)]);
  }
  res.set(joined(parts));
  const refused = parts.find(([, , { allowed }]) => !allowed);
  if (refused) throw tooMany(refused[1], refused[2], now, MANY, refused[0]);
}

/** Several policies in one field, as the draft has it. */
const joined = (parts: [string, BucketRule, Allowance][]): Record<string, string> => {
  const each = parts.map(([name, rule, allowance]) => rateHeaders(rule, allowance, name));
  return {
    'RateLimit-Policy': each.map((one) => one['RateLimit-Policy']).join(', '),
    RateLimit: each.map(({ RateLimit }) => RateLimit).join(', '),
  };
};

/** Whoever calls without a credential, where that is allowed; what is taken here, guesses have not. @throws `rate_limited` */
export function takeStranger(ip: string, res: Response, { strangers, now }: FrameServices): void {
  if (!strangers) return;
  const allowance = strangers.take(`open ${placeOf(ip)}`, now());
  res.set(rateHeaders(strangers.rule, allowance, 'address'));
  if (!allowance.allowed) throw tooMany(strangers.rule, allowance, now(), MANY, 'address');
}

/**
 * An address (of IPv6 its /64) that has guessed too often is not heard before it has waited; good credentials take nothing of this,
 * and those that were good a moment ago are heard meanwhile.
 */
export async function notGuessing<T>(
  { ip, headers }: { ip: string; headers: IncomingHttpHeaders },
  { strangers, goodCredentials, now }: FrameServices,
  authenticate: () => Promise<T | null>,
): Promise<T> {
  const place = `guess ${placeOf(ip)}`;
  const credential = goodCredentials?.nameOf(headers) ?? null;
  if (strangers && !goodCredentials?.has(credential, now())) {
    const allowance = strangers.peek(place, now());
    if (!allowance.allowed) throw tooMany(strangers.rule, allowance, now(), MANY, 'address');
  }
  const guessed = (): void => {
    strangers?.take(place, now());
    goodCredentials?.forget(credential);
  };
  const found = await authenticate().catch((error: unknown) => {
    // An outage of ours says nothing of the credential.
    if (error instanceof TramaError && statusOf(error.code) < 500) guessed();
    throw error;
  });
  if (found !== null) {
    goodCredentials?.keep(credential, now());
    return found;
  }
  guessed();
  throw fail(
    'unauthorized',
    'Envie Authorization: Bearer trm_… ou entre na sua conta.',
    'Send Authorization: Bearer trm_… or sign in.',
  );
}
