import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';

/**
 * A trigger or a key of the API is not made once the tenant's deletion was asked for: asking took those that there were, and
 * would not know of it. People still sign in, to take it back. Held until the transaction ends, so that asking waits for it.
 * @throws `conflict`
 */
export const refuseWhileDeleting = async (db: TenantDb): Promise<void> => {
  const [row] = await db.sql<{ asked: boolean }>`
    select deletion is not null as asked from tenants where id = ${db.tenant} for share`;
  if (row?.asked)
    throw failure(
      'conflict',
      'A exclusão desta conta foi pedida. Desfaça o pedido antes.',
      'The deletion of this account was asked for. Take it back first.',
    );
};
