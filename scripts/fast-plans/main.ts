import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readEnv } from '#config/env.ts';
import { TramaError } from '#flow/errors.ts';
import { createAdmin } from '#prisma/admin-db.ts';
import { knownUrls } from '../known-urls.ts';
import type { Demo } from '../run.ts';
import { refusalOf } from './refusal.ts';
import { sellFastPlans } from './sell-fast-plans.ts';

/** The product that runs on this folder, as it wrote down for those beside it. @throws where none does */
const runningDemo = (data: string): Demo => {
  try {
    return JSON.parse(readFileSync(path.join(data, 'demo.json'), 'utf8')) as Demo;
  } catch {
    throw new Error(`TRAMA_DATA: nada está no ar em · nothing runs on ${data}`);
  }
};

/** Shorter ones are over before a browser has shown a page. */
const SHORTEST_S = 20;
const LONGEST_S = 86_400;

const secondsOf = (given: string): number => {
  const seconds = Number(given);
  if (Number.isInteger(seconds) && seconds >= SHORTEST_S && seconds <= LONGEST_S) return seconds;
  throw new Error(`--month: segundos, de · seconds, from ${SHORTEST_S} a · to ${LONGEST_S}`);
};

/** `npm run fast-plans -- --month 120`: sells the running demo plans that live as fast as its stand-ins' months (docs/billing.md). */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { month: { type: 'string', default: '120' } } });
  const monthS = secondsOf(values.month);
  const env = readEnv();
  const refusal = refusalOf(runningDemo(env.TRAMA_DATA));
  if (refusal !== null) throw new Error(refusal);
  // Another database than the one beside that file would be another product's.
  if (env.DATABASE_URL) throw new Error('DATABASE_URL: só no PostgreSQL da demo · only on the demo’s own PostgreSQL');
  const { admin: adminUrl } = await knownUrls(env, []);
  const admin = createAdmin({ adminUrl, adminPoolMax: 1, applicationName: 'fast-plans' });
  try {
    const sold = await sellFastPlans(admin, monthS);
    console.log(
      sold.length === 0 ? 'já era assim · it was so already' : `à venda · on sale: ${sold.join(', ')} (${monthS} s)`,
    );
  } finally {
    await admin.close();
  }
}

const saidOf = (error: unknown): string => {
  if (error instanceof TramaError && error.text) return `${error.text.pt} · ${error.text.en}`;
  return error instanceof Error ? error.message : String(error);
};

await main().catch((error: unknown) => {
  console.error(`trama: ${saidOf(error)}`);
  process.exitCode = 1;
});
