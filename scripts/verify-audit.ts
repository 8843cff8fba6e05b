import { readEnv } from '#config/env.ts';
import { masterKeys } from '#config/master-secret.ts';
import { type KnownPlace, verifyAudit } from '#domain/audit/verify-audit.ts';
import { formatId } from '#domain/ids.ts';
import { createDatabase, type Database } from '#prisma/with-tenant.ts';
import { knownUrls, rootOf } from './known-urls.ts';

/**
 * Walks the audit of every tenant, or of those that are named by their slug: `[slug …] [--anchor=seq:hash]`. One line each;
 * ends with 1 where something does not fit. Reads the settings of the product, whose embedded PostgreSQL has to run.
 */
async function main(args: readonly string[]): Promise<number> {
  const slugs = args.filter((one) => !one.startsWith('--'));
  const known = anchorIn(args);
  const env = readEnv();
  const masters = await masterKeys(env);
  const urls = await knownUrls(env, masters);
  const secret = await rootOf(urls.admin, masters);
  const database = createDatabase({
    appUrl: urls.app,
    adminUrl: urls.admin,
    secret,
    masters,
    applicationName: 'audit',
  });
  try {
    let faults = 0;
    for (const { id, slug } of await tenantsOf(database, slugs)) faults += await report(database, { id, slug, known });
    return faults === 0 ? 0 : 1;
  } finally {
    await database.close();
  }
}

const anchorIn = (args: readonly string[]): KnownPlace | null => {
  const found = args.map((one) => /^--anchor=(\d+):([0-9a-f]{64})$/.exec(one)).find((one) => one !== null);
  return found ? { seq: Number(found[1]), hash: found[2] ?? '' } : null;
};

const tenantsOf = async ({ admin }: Database, slugs: readonly string[]): Promise<{ id: string; slug: string }[]> => {
  const rows = await admin.sql<{ id: string; slug: string }>`
    select id, slug from tenants where ${slugs.length === 0} or slug = any (${[...slugs]}::text[]) order by slug`;
  for (const slug of slugs) if (!rows.some((row) => row.slug === slug)) throw new Error(`there is no tenant ${slug}`);
  return rows.map((row) => ({ id: formatId('ten', row.id), slug: row.slug }));
};

async function report(
  { withTenant }: Database,
  { id, slug, known }: { id: string; slug: string; known: KnownPlace | null },
): Promise<number> {
  const { fault, entries, head } = await withTenant(id, (db) => verifyAudit(db, known));
  const upTo = head ? `${entries} entries, head ${head.seq}:${head.hash}` : 'no entries';
  console.log(fault ? `${slug}: ${fault.kind} at ${fault.seq} (before it: ${upTo})` : `${slug}: whole, ${upTo}`);
  return fault ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  return 2;
});
