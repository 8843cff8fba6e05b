import { admissionSettings } from '#flow/admission.ts';
import { failure } from '#flow/errors.ts';
import type { Trigger } from '#flow/machine/protocol.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { findPublished } from '../flows/find-published.ts';
import { parseId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import { admit } from '../runs/admit.ts';
import { getTenant, tenantInfo } from '../tenants/get-tenant.ts';
import { PLATFORM_ID } from './platform.ts';
import { SUBSCRIPTION_FLOW, systemFlowId } from './system-documents.ts';

/** Whose life it is. */
export interface Subject {
  /** `ten_…`. */
  tenantId: string;
  /** IANA: days and hours of the lifecycle are those of the tenant, as they are when it begins. */
  timezone: string;
}

export interface StartedLifecycle {
  /** It began just now. */
  started: boolean;
  runId: string;
  outbox: OutboxRef[];
}

/**
 * The lifecycle of a tenant's subscription: one open run a tenant, whose key is the tenant's id. Asked where one is open
 * nothing happens. `db` is the platform's. @throws `unavailable` where the flow is not published yet
 */
export const startLifecycleIn = async (db: TenantDb, { tenantId, timezone }: Subject): Promise<StartedLifecycle> => {
  if (db.tenantId !== PLATFORM_ID) throw new Error('Lifecycles are the platform’s');
  if (tenantId === PLATFORM_ID) throw new Error('The platform has no subscription');
  parseId('ten', tenantId);
  const flow = await findPublished(db, systemFlowId(SUBSCRIPTION_FLOW));
  if (!flow) throw failure('unavailable', 'O produto ainda está começando.', 'The product is still starting.');
  const trigger: Trigger = {
    type: 'api',
    subject: tenantId,
    data: { timezone },
    receivedAt: new Date().toISOString(),
  };
  const { key, ...settings } = admissionSettings(flow.plan, trigger, tenantInfo(await getTenant(db)));
  if (key !== tenantId) throw new Error('The lifecycle’s key is its subject');
  const { kind, runId, outboxId } = await admit(db, {
    flow: { id: flow.flowId },
    version: flow.version,
    planHash: flow.plan.hash,
    settings: { ...settings, key, whenBusy: 'skip' },
    trigger,
    test: false,
    answerable: false,
  });
  const outbox = outboxId === undefined ? [] : [{ id: outboxId, tenantId: PLATFORM_ID, runId }];
  return { started: kind === 'started', runId, outbox };
};

/** The same in a transaction of its own: whoever finds a tenant that should have a lifecycle, and has none. */
export const startLifecycle = (
  { withTenant }: Pick<Database, 'withTenant'>,
  subject: Subject,
): Promise<StartedLifecycle> => withTenant(PLATFORM_ID, (db) => startLifecycleIn(db, subject));
