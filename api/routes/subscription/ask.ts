import { awaitWish, billingOf } from '#api/billing/await-wish.ts';
import type { ApiDeps } from '#api/deps.ts';
import type { RouteInput } from '#api/frame/route.ts';
import { askRequest } from '#domain/billing/requests/ask-request.ts';
import { inputOf } from '#domain/billing/requests/inputs.ts';
import { withdrawWish } from '#domain/billing/requests/settle-wishes.ts';
import { openWishes, type Wish } from '#domain/billing/requests/wish.ts';
import { newId } from '#domain/ids.ts';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { plainJson } from '#prisma/plain-json.ts';

type Asking = Pick<RouteInput<unknown, unknown, unknown>, 'caller' | 'request' | 'resourceId'>;

/** What a body says, without what it leaves out. */
const said = (data: Record<string, unknown>): JsonObject => JSON.parse(plainJson(data)) as JsonObject;

/**
 * Asks, and waits for what comes of it: a page, a Pix, or that it is done; after ten seconds as far as it is.
 * @throws `conflict` with `details.reason` where it is refused, now or when it is carried out
 */
export const askAndWait = async (
  { caller, request, resourceId }: Asking,
  deps: ApiDeps,
  { kind, data }: { kind: RequestKind; data: Record<string, unknown> },
): Promise<Wish> => {
  const nowMs = billingOf(deps).nowMs();
  const source = `api/${resourceId ?? newId('sreq')}`;
  const asked = { kind, by: caller.principal, data: said(data), source, nowMs };
  const wish = await deps.database.withTenant(caller.tenant.id, (db) => askRequest(db, asked));
  return await awaitWish(deps, caller.tenant.id, wish.id, request.signal);
};

/** Whoever comes back from a page to choose again: the same choice has the same page, another one closes it. */
export const waitingFor = async (
  { caller, request }: Asking,
  deps: ApiDeps,
  { kind, data }: { kind: RequestKind; data: Record<string, unknown> },
): Promise<Wish | null> => {
  const open = await deps.database.withTenant(caller.tenant.id, openWishes);
  const waiting = open.find((wish) => wish.status === 'waiting' && (wish.kind === 'subscribe' || wish.kind === kind));
  if (!waiting) return null;
  const isSame = waiting.kind === kind && JSON.stringify(waiting.input) === JSON.stringify(inputOf(kind, said(data)));
  const isGood = (waiting.expiresAt ?? '') > new Date(billingOf(deps).nowMs()).toISOString();
  if (isSame && isGood) return waiting;
  await withdrawWish(billingOf(deps), caller.tenant.id, waiting.id, request.signal);
  return null;
};
