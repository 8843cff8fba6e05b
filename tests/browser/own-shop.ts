import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { createUser } from '#domain/identity/users.ts';
import { newId, parseId } from '#domain/ids.ts';
import { databaseOf } from '#scripts/database-of.ts';
import type { Demo } from '#scripts/run.ts';

/** A tenant like the demo one, with an owner and a key, in the product that all files share. */
export async function ownShop(plan = 'ENTERPRISE'): Promise<Demo> {
  const database = await databaseOf(inject('data'));
  try {
    const tenantId = newId('ten');
    const tenant = parseId('ten', tenantId);
    const name = randomBytes(4).toString('hex');
    const demo = { tenant: `loja-${name}`, email: `${name}@trama.example`, password: randomBytes(12).toString('hex') };
    const userId = await database.admin.transaction(async (sql) => {
      await sql`
        insert into tenants (id, slug, name, plan, onboarded_at)
        values (${tenant}, ${demo.tenant}, 'Oficina Demo', ${plan}, now())`;
      const user = await createUser(sql, { ...demo, name: 'Demo', emailVerified: true });
      await sql`insert into memberships (tenant_id, user_id, role) values (${tenant}, ${parseId('usr', user)}, 'owner')`;
      return user;
    });
    const { key } = await database.withTenant(tenantId, (db) =>
      createApiKey(db, { name: 'demo', scopes: ['*'], by: `user:${userId}` }),
    );
    return { ...inject('demo'), ...demo, apiKey: key };
  } finally {
    await database.close();
  }
}
