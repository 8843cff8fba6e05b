import { readEnv } from '#config/env.ts';
import { masterKeys } from '#config/master-secret.ts';
import { setAside } from '#domain/placement/set-aside.ts';
import { createAdmin } from '#prisma/admin-db.ts';
import { knownUrls } from './known-urls.ts';

/**
 * Takes a tenant's own schema out of use, to restore a backup of it: `ten_… reason`. Reads the settings of the product, whose
 * PostgreSQL has to run. The rest stands in docs/operations.md.
 */
async function main([tenantId = '', ...reason]: readonly string[]): Promise<void> {
  if (!/^ten_[0-9a-f]{32}$/.test(tenantId) || reason.length === 0)
    throw new Error('say which tenant, and why: ten_… reason');
  const env = readEnv();
  const urls = await knownUrls(env, await masterKeys(env));
  const admin = createAdmin({ adminUrl: urls.admin, applicationName: 'set-aside' });
  try {
    await setAside(admin, tenantId, { by: 'operator:shell', reason: reason.join(' ') });
    console.log(
      `${tenantId} is out, and its schema in no use. Ask for a schema of its own again when its tables are back.`,
    );
  } finally {
    await admin.close();
  }
}

await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
