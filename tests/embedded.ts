import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { readEnv } from '#config/env.ts';
import { migrate } from '#prisma/migrate.ts';
import { type DatabaseUrls, databaseUrls } from '#scripts/databases.ts';
import { freePort } from '#scripts/embedded/ports.ts';
import { startPostgres } from '#scripts/embedded/postgres.ts';
import { startTemporal } from '#scripts/embedded/temporal.ts';
import { temporalProgram } from '#scripts/embedded/temporal-program.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Of a PostgreSQL that this test run alone uses: see `freshDatabase`. */
    templateDatabase: DatabaseUrls & { superuser: string };
    /** `host:port` of its Temporal, namespace `default`, with our search attributes. */
    temporalAddress: string;
  }
}

/** Real servers for the tests that span folders, started once a project and thrown away after it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(path.join(tmpdir(), 'trama-test-'));
  const log = (line: string) => process.stdout.write(`${line}\n`);
  const onLost = (reason: string) => {
    throw new Error(reason);
  };
  const program = await temporalProgram({ given: readEnv().TEMPORAL_CLI_PATH, log });
  const [postgres, temporal] = await Promise.all([
    startPostgres({ folder, port: 0, log, onLost, careless: true }),
    freePort().then((port) => startTemporal({ program, folder, port, namespace: 'default', log, onLost })),
  ]);
  const urls = await databaseUrls(readEnv({}), postgres.superuserUrl, postgres.password);
  await migrate(urls.owner);
  project.provide('templateDatabase', { ...urls, superuser: postgres.superuserUrl });
  project.provide('temporalAddress', temporal.address);
  return async () => {
    await Promise.all([postgres.stop(), temporal.stop()]);
    rmSync(folder, { recursive: true, force: true });
  };
}
