import { failure } from '#flow/errors.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';

/** The tenant that the product's own flows and their runs belong to. Nobody is a member of it, at no installation. */
const PLATFORM = '00000000-0000-7000-8000-007472616d61';
export const PLATFORM_ID = formatId('ten', PLATFORM);
export const PLATFORM_SLUG = 'trama';

/** What operators do to tenants is not for the one that holds all tenants' lifecycles. @throws `conflict` */
export const refusePlatform = (tenantId: string): void => {
  if (tenantId === PLATFORM_ID)
    throw failure('conflict', 'Esta é a conta do próprio produto.', 'This is the tenant of the product itself.');
};

/** Makes the platform's tenant where it is not there. Idempotent; several processes may start at once. */
export const ensurePlatform = async ({ admin }: Pick<Database, 'admin'>): Promise<void> => {
  // The slug may be a customer's since before there was a platform: theirs stays.
  for (const slug of [PLATFORM_SLUG, `${PLATFORM_SLUG}-${PLATFORM.slice(-12)}`]) {
    const [row] = await admin.sql`
      with made as (
        insert into tenants (id, slug, name, plan, onboarded_at)
        values (${PLATFORM}, ${slug}, 'Trama', 'ENTERPRISE', now()) on conflict do nothing returning id)
      select id from made union all select id from tenants where id = ${PLATFORM}`;
    if (row) return;
  }
  // Another process may have made it between the look and the insert of the second try.
  const [row] = await admin.sql`select id from tenants where id = ${PLATFORM}`;
  if (!row) throw new Error('The tenant of the platform cannot be made');
};
