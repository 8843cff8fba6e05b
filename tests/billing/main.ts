import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readEnv } from '#config/env.ts';
import { migrate } from '#prisma/migrate.ts';
import { createDatabase } from '#prisma/with-tenant.ts';
import { databaseUrls } from '#scripts/databases.ts';
import { startPostgres } from '#scripts/embedded/postgres.ts';
import { billingFixture } from './billing-fixture.ts';
import { beginLife, DAY, endLife, type Life, liveOn } from './live-life.ts';

// `npm run test:lives -- --lives=100 --days=365 --from=1`: see docs/billing.md.
const given = new Map(
  process.argv.slice(2).map((word) => {
    const [, name = '', value = 'true'] = /^--([a-z]+)(?:=(.*))?$/.exec(word) ?? [];
    return [name, value] as const;
  }),
);
const number = (name: string, otherwise: number): number => Number(given.get(name) ?? otherwise);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const [lives, days, from] = [number('lives', 20), number('days', 365), number('from', 1)];
const folder = mkdtempSync(path.join(tmpdir(), 'trama-lives-'));
const lost = (reason: string) => {
  throw new Error(reason);
};
const postgres = await startPostgres({ folder, port: 0, log: () => {}, onLost: lost, careless: true });
const urls = await databaseUrls(readEnv({}), postgres.superuserUrl, postgres.password);
await migrate(urls.owner);
const secret = 'a master secret for lives by chance, 32+';
const database = createDatabase({ appUrl: urls.app, adminUrl: urls.admin, secret });
const billing = await billingFixture(database);

const tell = (seed: number, life: Life, day: number, broken: readonly string[]): void =>
  say([`life ${seed}, day ${day}: ${broken.join('; ')}`, ...life.log.slice(-12).map((line) => `  ${line}`)].join('\n'));

const liveOne = async (seed: number): Promise<boolean> => {
  const life = await beginLife(billing, seed);
  const began = billing.clock.ms;
  const dayOf = () => Math.floor((billing.clock.ms - began) / DAY);
  while (dayOf() < days) {
    const broken = await liveOn(life).catch((error: unknown) => [
      error instanceof Error ? (error.stack ?? error.message) : String(error),
    ]);
    if (broken.length > 0) {
      tell(seed, life, dayOf(), broken);
      return false;
    }
  }
  const end = await endLife(life);
  if (end !== 'free') tell(seed, life, days, [`no way out of ${end}`]);
  return end === 'free';
};

let failed = 0;
const startedAt = Date.now();
try {
  for (let seed = from; seed < from + lives; seed += 1) if (!(await liveOne(seed))) failed += 1;
} finally {
  await database.close();
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
const tally = (words: readonly string[]): string =>
  [...new Set(words)].map((word) => `${words.filter((one) => one === word).length} ${word}`).join(', ') || 'none';
const paid = [...billing.stripe.charges.values(), ...billing.mercadoPago.charges.values()];
const charges = tally(paid.map(({ status }) => status));
const alarms = tally(billing.alarms.map(({ code }) => code));
const seconds = Math.round((Date.now() - startedAt) / 1_000);
say(`${lives} lives of ${days} days in ${seconds} s: ${failed} broke a promise`);
say(`charges: ${charges}; alarms: ${alarms}`);
process.exitCode = failed > 0 ? 1 : 0;
