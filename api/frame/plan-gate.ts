import type { Entitlements } from '#domain/entitlements/entitlements.ts';
import { lacksFeature, lacksModule, planRequired, readOnly } from '#domain/entitlements/refusals.ts';
import type { Snapshot } from '#domain/entitlements/snapshot.ts';
import { hasFeature } from '#flow/contracts/plan-features.ts';
import { isUnavailable } from '#flow/errors.ts';
import type { Caller } from './caller.ts';
import type { Route } from './route.ts';
import { TokenBuckets } from './token-bucket.ts';
import { tooMany } from './too-many.ts';

/** Whether a caller's plan lets the call through. @throws `plan_required`, `payment_due`, `rate_limited` */
export type PlanGate = (caller: Caller, route: Route) => Promise<void>;

/** What a route says that its plan must have. */
const refuseWithout = async (
  snapshot: Snapshot,
  { module, feature }: Pick<Route, 'module' | 'feature'>,
  entitlements: Entitlements,
): Promise<void> => {
  if (module && !snapshot.modules.includes(module)) throw lacksModule(snapshot, module, await entitlements.plans());
  if (feature && !hasFeature(snapshot.features[feature]))
    throw lacksFeature(snapshot, feature, await entitlements.plans());
};

/** What goes on while a payment is missing, with what stands below it. */
const GOES_ON: readonly string[] = [
  // Paying.
  ...['/subscription', '/billing', '/invoices', '/licences', '/admin'],
  // One's own, and the way out.
  ...['/me', '/session', '/workspaces', '/oauth', '/notifications', '/saved-views', '/approvals'],
  // Taking data along, and what the law gives.
  ...['/exports', '/tenant/deletion', '/retention', '/persons', '/consents', '/audit'],
  // Being safe.
  ...['/access-policy', '/sso', '/members', '/api-keys/{key}/rotate', '/webhook-endpoints/{endpoint}/rotate-secret'],
  // Ends.
  ...['/runs/{run}/cancel', '/runs/{run}/pause', '/runs/bulk', '/flows/{flow}/schedule/pause'],
  ...['/data-tables/{table}/rows/delete', '/webhook-endpoints/{endpoint}/disable', '/dead-letters/{letter}/discard'],
  // What only asks.
  ...['/graphql', '/flows/validate', '/flows/{flow}/presence', '/ai/help/explain'],
];

const goesOn = ({ method, path }: Route): boolean =>
  method === 'get' || method === 'delete' || GOES_ON.some((open) => path === open || path.startsWith(`${open}/`));

const MANY: [string, string] = ['Pedidos demais para o plano.', 'Too many requests for the plan.'];

/** Calls of programs go by the plan: whether there are any, and how many a minute. */
const refuseProgram = async (
  { tenant }: Caller,
  snapshot: Snapshot,
  { entitlements, buckets, now }: { entitlements: Entitlements; buckets: TokenBuckets; now: () => number },
): Promise<void> => {
  if (!hasFeature(snapshot.features.api)) throw lacksFeature(snapshot, 'api', await entitlements.plans());
  const { most } = snapshot.limits.api_per_minute;
  if (most <= 0) return;
  const rule = { burst: most, perSecond: most / 60 };
  const allowance = buckets.take(tenant.id, now(), rule);
  if (!allowance.allowed) throw tooMany(rule, allowance, now(), MANY, 'plan');
};

/** A tenant that is being moved, a database that is away: whoever needs it is told so there; the others go on. */
const whileAway = (error: unknown): null => {
  if (isUnavailable(error)) return null;
  throw error;
};

/**
 * The gate that every call with a credential comes through, once it is known who calls. It asks what this process remembers: no
 * statement for most calls.
 */
export const planGate = ({ entitlements, now }: { entitlements: Entitlements; now: () => number }): PlanGate => {
  const buckets = new TokenBuckets({ burst: 600, perSecond: 10 });
  return async (caller, route) => {
    const snapshot = await entitlements.snapshot(caller.tenant.id).catch(whileAway);
    if (snapshot === null) return;
    if (caller.kind !== 'session') await refuseProgram(caller, snapshot, { entitlements, buckets, now });
    // Whoever is kept out may still leave, switch to another tenant, and see why.
    const isOpen = route.evenIfBarred || route.evenIfFrozen;
    if (caller.userId !== null && !isOpen && snapshot.frozenMembers.includes(caller.userId))
      throw planRequired(snapshot, 'users', null);
    if (snapshot.access === 'read_only' && !goesOn(route)) throw readOnly(snapshot);
    await refuseWithout(snapshot, route, entitlements);
  };
};
