import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { BillingDeps } from '../billing-deps.ts';
import { ensureSubscription } from './hold-subscription.ts';

/** Longer than all of what one does in it; over by itself where its holder died. */
const LEASE = '60 seconds';

export interface Held {
  /** @throws where the lease is another's meanwhile: what was read may be older than what that one read */
  check(db: TenantDb): Promise<void>;
}

/** How long somebody waits who has to know: most readings are over by then. */
const PATIENCE_MS = 10_000;
const STEP_MS = 100;

const takeLease = async (
  { database }: Pick<BillingDeps, 'database'>,
  tenantId: string,
  { holder, patient }: { holder: string; patient: boolean },
): Promise<boolean> => {
  for (let waited = 0; ; waited += STEP_MS) {
    const taken = await database.withTenant(tenantId, async (db) => {
      await ensureSubscription(db);
      return await db.sql`
        update billing_subscriptions set lease_until = now() + ${LEASE}::interval, lease_holder = ${holder}
        where tenant_id = ${db.tenant} and lease_until <= now() returning tenant_id`;
    });
    if (taken.length > 0) return true;
    if (!patient || waited >= PATIENCE_MS) return false;
    await setTimeout(STEP_MS);
  }
};

/**
 * Whoever reads the provider for a tenant does it alone: what is read inside is applied in its order. Null: another has it, also
 * after some seconds where the caller is `patient`.
 */
export const underLease = async <T>(
  deps: Pick<BillingDeps, 'database'>,
  tenantId: string,
  patient: boolean,
  work: (held: Held) => Promise<T>,
): Promise<T | null> => {
  const { database } = deps;
  const holder = randomUUID();
  if (!(await takeLease(deps, tenantId, { holder, patient }))) return null;
  const check: Held['check'] = async (db) => {
    const [row] = await db.sql<{ lease_holder: string }>`
      select lease_holder from billing_subscriptions where tenant_id = ${db.tenant} for no key update`;
    if (row?.lease_holder !== holder) throw new Error(`The lease of ${db.tenantId} is another's`);
  };
  try {
    return await work({ check });
  } finally {
    await database.withTenant(
      tenantId,
      (db) => db.sql`
        update billing_subscriptions set lease_until = '-infinity' where tenant_id = ${db.tenant} and lease_holder = ${holder}`,
    );
  }
};
