import type { ProviderName } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { logOperator, noTenant, type OperatorDeed } from '../../access/block.ts';
import { appendAudit } from '../../audit/audit.ts';
import { newUuid } from '../../ids.ts';
import { refusePlatform } from '../../platform/platform.ts';
import { keepHint } from '../inbound/keep-event.ts';
import { askRequest } from '../requests/ask-request.ts';
import { planGiven } from '../requests/plan-target.ts';
import { holdSubscription } from '../subscription/hold-subscription.ts';

/** What operators may wish for a tenant's subscription. Durations are ISO 8601, amounts cents. */
export type OperatorWish =
  | { kind: 'refund'; payment: string; amount?: number | undefined }
  | { kind: 'comp'; tier?: string | undefined; duration: string }
  | { kind: 'extend_trial'; duration: string }
  | { kind: 'cancel'; when: 'now' | 'period_end' };

interface WishDeed extends OperatorDeed {
  /** The asker's own: asked twice under it, it is asked once; missing: each is another one. */
  key?: string | undefined;
}

/** As the kind's input has it; why a subscription is ended is said in its own words, not in the reasons that owners choose from. */
const inputOf = (wish: OperatorWish, reason: string): JsonObject => {
  switch (wish.kind) {
    case 'refund':
      return { payment: wish.payment, reason, ...(wish.amount === undefined ? {} : { amount: wish.amount }) };
    case 'comp':
      return { duration: wish.duration, reason, ...(wish.tier === undefined ? {} : { tier: wish.tier }) };
    case 'extend_trial':
      return { duration: wish.duration, reason };
    case 'cancel':
      return { when: wish.when, reason: 'operator', comment: reason };
  }
};

type Parts = Pick<Database, 'admin' | 'withTenant'>;

const needKnown = async (db: TenantDb): Promise<void> => {
  const [known] = await db.sql`select 1 from tenants where id = ${db.tenant}`;
  if (!known) throw noTenant();
};

type Entry = Parameters<typeof logOperator>[1] & { data: { request: string } };

/** A deed that is sent again stands there once, with the reason of the first time; also where that one died before it. */
const logOnce = async ({ sql }: Parts['admin'], entry: Entry): Promise<void> => {
  const [known] = await sql`
    select 1 from operator_log
    where target = ${entry.target} and action = ${entry.action} and data ->> 'request' = ${entry.data.request}`;
  if (!known) await logOperator(sql, entry);
};

/**
 * Writes an operator's wish, which the lifecycle carries out like any other; it stands in the tenant's audit with the reason.
 * @returns its id (`sreq_…`). @throws `conflict` with `details.reason`, `invalid`, `not_found`
 */
export const askOperatorWish = async (
  { admin, withTenant }: Parts,
  tenantId: string,
  wish: OperatorWish,
  { by, reason, key }: WishDeed,
): Promise<string> => {
  refusePlatform(tenantId);
  const source = `operator/${key ?? newUuid()}`;
  const data = inputOf(wish, reason);
  const { id } = await withTenant(tenantId, async (db) => {
    await needKnown(db);
    if (wish.kind === 'comp') await planGiven(db.sql, await holdSubscription(db), wish.tier);
    return await askRequest(db, { kind: wish.kind, by, source, data });
  });
  await logOnce(admin, {
    actor: by,
    action: `subscription.${wish.kind}`,
    target: tenantId,
    data: { ...data, request: id },
  });
  return id;
};

/**
 * Has the provider read again: what it says comes into the facts within seconds, as if it had told us.
 * @throws `conflict`: nobody is asked for money; `not_found`
 */
export const askSync = async (
  { admin, withTenant }: Parts,
  tenantId: string,
  { by, reason }: OperatorDeed,
): Promise<void> => {
  refusePlatform(tenantId);
  await withTenant(tenantId, async (db) => {
    await needKnown(db);
    const [row] = await db.sql<{ provider: ProviderName | null; provider_subscription: string | null }>`
      select provider, provider_subscription from billing_subscriptions where tenant_id = ${db.tenant}`;
    if (!row?.provider || !row.provider_subscription)
      throw failure('conflict', 'Não há cobrança a conferir.', 'There is nothing at a provider to compare with.');
    await keepHint(db.sql, row.provider, {
      ...{ eventId: `operator:${newUuid()}`, type: 'operator.sync', trust: 'signed', tenantId },
      ...{ subscription: row.provider_subscription, payment: null, customer: null, request: null },
    });
    await appendAudit(db, { actor: by, action: 'subscription.sync', target: tenantId, data: { reason } });
  });
  await logOperator(admin.sql, { actor: by, action: 'subscription.sync', target: tenantId, data: { reason } });
};
