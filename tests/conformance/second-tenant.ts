import { inject } from 'vitest';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { newId, parseId } from '#domain/ids.ts';
import { databaseOf } from '#scripts/database-of.ts';
import { Client } from './client.ts';

export interface Neighbour {
  client: Client;
  tenantId: string;
  /** A key of the tenant with these scopes alone. */
  withScopes: Client;
}

/** Another tenant beside the demo one, made where the product keeps its data: there is no call that makes tenants. */
export async function secondTenant(scopes: string[]): Promise<Neighbour> {
  const database = await databaseOf(inject('data'));
  try {
    const tenantId = newId('ten');
    const slug = `vizinho-${Date.now().toString(36)}`;
    await database.admin.sql`
      insert into tenants (id, slug, name, plan) values (${parseId('ten', tenantId)}, ${slug}, 'Vizinho', 'ENTERPRISE')`;
    const keys = await database.withTenant(tenantId, async (db) => [
      await createApiKey(db, { name: 'all', scopes: ['*'], by: 'test' }),
      await createApiKey(db, { name: 'some', scopes, by: 'test' }),
    ]);
    const { url } = inject('demo');
    const [client, withScopes] = keys.map(({ key }) => new Client({ url, apiKey: key, tenant: slug }));
    if (!client || !withScopes) throw new Error('no keys');
    return { client, withScopes, tenantId };
  } finally {
    await database.close();
  }
}
