import { readFileSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { readEnv } from '#config/env.ts';
import { masterKeys } from '#config/master-secret.ts';
import { createApiKey } from '#domain/identity/api-keys.ts';
import { newId, parseId } from '#domain/ids.ts';
import { openRoot } from '#prisma/root-key.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import { databaseUrls } from '#scripts/databases.ts';
import { Client } from './client.ts';

export interface Neighbour {
  client: Client;
  tenantId: string;
  /** A key of the tenant with these scopes alone. */
  withScopes: Client;
}

/** Another tenant beside the demo one, made where the product keeps its data: there is no call that makes tenants. */
export async function secondTenant(scopes: string[]): Promise<Neighbour> {
  const data = inject('data');
  const password = readFileSync(path.join(data, 'pg-password'), 'utf8').trim();
  const port = readFileSync(path.join(data, 'pg', 'postmaster.pid'), 'utf8').split('\n')[3];
  const urls = await databaseUrls(readEnv({}), `postgres://postgres:${password}@127.0.0.1:${port}/trama`, password);
  const masters = await masterKeys({ TRAMA_DATA: data });
  const secret = await openRoot(urls.admin, masters);
  const database = createDatabase({ appUrl: urls.app, adminUrl: urls.admin, secret, masters, poolMax: 1 });
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
