import type { Payer, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { findBillingProfile } from '../profile/billing-profile.ts';
import { findCustomer } from './links.ts';

const ownersAddress = async (db: TenantDb): Promise<string> => {
  const [owner] = await db.sql<{ email: string }>`
    select u.email from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${db.tenant} and m.role = 'owner' and u.disabled_at is null order by m.created_at, u.id limit 1`;
  return owner?.email ?? '';
};

/**
 * Whose trial it is: the first owner's own address, which they have proved. The one of the billing profile is anybody's: by it one
 * could have a trial for each address that one makes up, or use up a stranger's.
 */
export const claimantOf = async (db: TenantDb): Promise<Pick<Payer, 'email' | 'taxId'>> => {
  const { taxId } = await findBillingProfile(db);
  return { email: await ownersAddress(db), taxId };
};

/** Whom a provider is told of: as the billing profile says, else the tenant's first owner. */
export const payerOf = async (db: TenantDb, provider: ProviderName): Promise<Payer> => {
  const profile = await findBillingProfile(db);
  return {
    tenantId: db.tenantId,
    email: profile.email ?? (await ownersAddress(db)),
    name: profile.legalName,
    taxId: profile.taxId,
    customer: await findCustomer(db, provider),
  };
};
