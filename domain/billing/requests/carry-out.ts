import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import { failure } from '#flow/errors.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { freshRenewal } from '../renewal/renew.ts';
import { carryCancel } from './carry-cancel.ts';
import { carryChange } from './carry-change.ts';
import { carryComp, carryExtension, carryRefund } from './carry-operator.ts';
import { carryPause, carryResume } from './carry-pause.ts';
import { carryProvider } from './carry-provider.ts';
import { carryRevoke } from './carry-revoke.ts';
import { carrySubscribe, carryTrial } from './carry-subscribe.ts';
import { carryUsage } from './carry-usage.ts';
import { type Carrying, type Outcome, orRefuse } from './carrying.ts';
import { findWish, type Wish } from './wish.ts';

const CARRIERS: Readonly<Record<RequestKind, (carrying: Carrying) => Promise<Outcome>>> = {
  subscribe: carrySubscribe,
  trial: carryTrial,
  change: carryChange,
  cancel: carryCancel,
  revoke: carryRevoke,
  pause: carryPause,
  resume: carryResume,
  provider: carryProvider,
  refund: carryRefund,
  comp: carryComp,
  extend_trial: carryExtension,
  usage: carryUsage,
};

const closedOutcome = ({ status, reason }: Wish): Outcome =>
  status === 'done' ? { outcome: 'done', reason: null } : { outcome: 'refused', reason: reason ?? status };

/**
 * Carries a wish out. What was decided at the first try is kept with the wish, and every call of a provider has a key of the wish's:
 * a repeat goes on where the one before it died. @throws `not_found`, `billing_unreachable`
 */
export const carryOut = async (
  deps: BillingDeps,
  tenantId: string,
  request: string,
  signal: AbortSignal,
): Promise<Outcome & { kind: RequestKind }> => {
  const wish = await deps.database.withTenant(tenantId, (db) => findWish(db, request));
  if (!wish) throw failure('not_found', 'Este pedido não existe.', 'There is no such request.');
  const { kind } = wish;
  const carrying = { deps, tenantId, wish, signal };
  const outcome =
    wish.closedAt === null ? await orRefuse(carrying, () => CARRIERS[kind](carrying)) : closedOutcome(wish);
  await freshRenewal(deps, tenantId, signal);
  return { kind, ...outcome };
};
