import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { hashPassword } from '#domain/identity/password.ts';
import { newId, parseId } from '#domain/ids.ts';
import type { Demo } from '#scripts/run.ts';
import { databaseOf } from '#tests/database-of.ts';

/** A tenant like the demo one, with an owner and a key, in the product that all files share: no call makes tenants. */
export async function ownShop(): Promise<Demo> {
  const database = await databaseOf(inject('data'));
  try {
    const [tenantId, userId] = [newId('ten'), newId('usr')];
    const [tenant, user] = [parseId('ten', tenantId), parseId('usr', userId)];
    const name = randomBytes(4).toString('hex');
    const demo = { tenant: `loja-${name}`, email: `${name}@trama.example`, password: randomBytes(12).toString('hex') };
    const hash = await hashPassword(demo.password);
    await database.admin.transaction(async (sql) => {
      await sql`
        insert into tenants (id, slug, name, plan, onboarded_at)
        values (${tenant}, ${demo.tenant}, 'Oficina Demo', 'ENTERPRISE', now())`;
      await sql`insert into users (id, email, name, password_hash) values (${user}, ${demo.email}, 'Demo', ${hash})`;
      await sql`insert into memberships (tenant_id, user_id, role) values (${tenant}, ${user}, 'owner')`;
    });
    const { key } = await database.withTenant(tenantId, (db) =>
      createApiKey(db, { name: 'demo', scopes: ['*'], by: `user:${userId}` }),
    );
    return { ...inject('demo'), ...demo, apiKey: key };
  } finally {
    await database.close();
  }
}
