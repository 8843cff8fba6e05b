import { readFileSync } from 'node:fs';
import path from 'node:path';
import { readEnv } from '#config/env.ts';
import { masterKeys } from '#config/master-secret.ts';
import { openRoot } from '#prisma/root-key.ts';
import { createDatabase, type Database } from '#prisma/with-tenant.ts';
import { databaseUrls } from './databases.ts';

/** The database of a product that runs here, as its own processes open it. `data`: its TRAMA_DATA. To be closed. */
export async function databaseOf(data: string, poolMax = 1): Promise<Database> {
  const password = readFileSync(path.join(data, 'pg-password'), 'utf8').trim();
  const port = readFileSync(path.join(data, 'pg', 'postmaster.pid'), 'utf8').split('\n')[3];
  const urls = await databaseUrls(readEnv({}), `postgres://postgres:${password}@127.0.0.1:${port}/trama`, password);
  const masters = await masterKeys({ TRAMA_DATA: data });
  const secret = await openRoot(urls.admin, masters);
  return createDatabase({ appUrl: urls.app, adminUrl: urls.admin, secret, masters, poolMax });
}
