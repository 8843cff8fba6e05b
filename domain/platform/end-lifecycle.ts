import { readTrigger } from '#flow/admission.ts';
import { SUBSCRIPTION_EVENTS } from '#flow/contracts/billing-desk.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { publishEvent } from '../events/publish-event.ts';
import { findLifecycleRun } from './find-lifecycle.ts';
import { PLATFORM_ID } from './platform.ts';

/**
 * The tenant is being deleted: its lifecycle hears of it, where one is open, and ends. Straight into the platform's events,
 * for the tenant's own rows are about to go; said twice it is said once. The dispatcher tells Temporal.
 */
export const endLifecycle = async ({ withTenant }: Pick<Database, 'withTenant'>, tenantId: string): Promise<void> => {
  await withTenant(PLATFORM_ID, async (db) => {
    const life = await findLifecycleRun(db, tenantId);
    if (!life?.isOpen) return;
    const externalId = `${tenantId}/closed`;
    const event = { name: SUBSCRIPTION_EVENTS.closed, key: tenantId, data: null, externalId, source: 'trama' };
    await publishEvent(db, event, readTrigger);
  });
};
