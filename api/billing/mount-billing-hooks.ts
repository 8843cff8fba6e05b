import type { Express, Request, Response } from 'express';
import type { ApiDeps } from '#api/deps.ts';
import { fail } from '#api/frame/fail.ts';
import { readBytes } from '#api/frame/read-body.ts';
import { failRequest } from '#api/frame/serve.ts';
import type { FrameServices } from '#api/frame/services.ts';
import { type BucketRule, TokenBuckets } from '#api/frame/token-bucket.ts';
import { tooMany } from '#api/frame/too-many.ts';
import { HOOK_SECURITY_HEADERS } from '#api/hooks/hook-headers.ts';
import { keepDelivery } from '#domain/billing/inbound/keep-event.ts';
import { placeOf } from '#domain/identity/ip-ranges.ts';
import { type BillingProvider, PROVIDERS } from '#flow/contracts/billing-provider.ts';

/** An event is some kilobytes; what is larger comes from somebody else. */
const BODY_LIMIT = 512 * 1024;
/** Of one address: a provider that catches up after an outage sends some dozens a second. */
const RULE = { burst: 1_000, perSecond: 200 };
/**
 * Anybody may send what is not signed, and each has us ask the provider: of one address, and of all together. What is turned away
 * is told again by whoever is true, and found by the daily comparison.
 */
const UNSIGNED = { each: { burst: 60, perSecond: 1 }, all: { burst: 300, perSecond: 2 } };
const MANY: [string, string] = ['Chamadas demais em pouco tempo.', 'Too many calls in a short time.'];

/** The first of a header or parameter that came several times. */
const singles = (fields: Readonly<Record<string, unknown>>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return [name, typeof first === 'string' ? first : undefined];
    }),
  );

/** @throws `rate_limited` */
function refuseFlood(buckets: TokenBuckets, name: string, { rule, nowMs }: { rule: BucketRule; nowMs: number }): void {
  const allowance = buckets.take(name, nowMs, rule);
  if (!allowance.allowed) throw tooMany(rule, allowance, nowMs, MANY);
}

interface Door {
  provider: BillingProvider;
  buckets: TokenBuckets;
}

async function takeDelivery(deps: ApiDeps, { provider, buckets }: Door, req: Request, res: Response): Promise<void> {
  const delivery = {
    headers: singles(req.headers),
    query: singles(req.query),
    body: await readBytes(req, res, BODY_LIMIT),
    receivedAtMs: deps.now(),
  };
  const hint = provider.readDelivery(delivery);
  if (!hint) throw fail('unauthorized', 'A assinatura não confere.', 'The signature is wrong.');
  if (hint.trust === 'unsigned') {
    // It names nothing that could be read.
    if (hint.subscription === null && hint.payment === null) return;
    const nowMs = delivery.receivedAtMs;
    refuseFlood(buckets, `unsigned ${placeOf(req.ip ?? '')}`, { rule: UNSIGNED.each, nowMs });
    refuseFlood(buckets, 'unsigned', { rule: UNSIGNED.all, nowMs });
  }
  await keepDelivery(deps.database, provider.name, hint, delivery.body);
}

/**
 * `POST /hooks/billing/{provider}`: what whoever takes the money tells us. It is kept before it is acknowledged, and read
 * again at the provider by the workers. The same answer for what is new and for what came before.
 */
export function mountBillingHooks(app: Express, services: FrameServices, deps: ApiDeps): void {
  const buckets = new TokenBuckets(RULE);
  for (const name of PROVIDERS) {
    const provider = deps.billingProviders?.[name];
    // A provider that is not set up is no address of ours, and the path may be a tenant's.
    if (!provider || provider.missing().length > 0) continue;
    app.post(`/hooks/billing/${name}`, async (req: Request, res: Response) => {
      res.locals.route = '/hooks/billing';
      res.set(HOOK_SECURITY_HEADERS);
      try {
        refuseFlood(buckets, req.ip ?? '', { rule: RULE, nowMs: services.now() });
        await takeDelivery(deps, { provider, buckets }, req, res);
        res.status(200).set('Cache-Control', 'no-store').json({});
      } catch (thrown) {
        failRequest(req, res, thrown, services);
      }
    });
  }
}
