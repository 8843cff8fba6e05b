import { askPlacement } from '#domain/placement/ask-placement.ts';
import { moveTenants } from '#domain/placement/move-tenant.ts';
import type { Database } from '#prisma/with-tenant.ts';

/** The tenant's rows lie in a schema of its own from here on. */
export const giveOwnSchema = async (database: Database, tenantId: string): Promise<void> => {
  await askPlacement(database, tenantId, { by: 'operator:test', reason: 'to be attacked', place: 'own' });
  await moveTenants(database.admin);
};
