import type { Env } from '#config/env.ts';
import type { MasterKey } from '#config/master-key.ts';
import { type DatabaseUrls, databaseUrls } from './databases.ts';
import { checkPortsFree } from './embedded/ports.ts';
import { endFormerPostgres, startPostgres } from './embedded/postgres.ts';
import type { RunningServer } from './embedded/supervise.ts';
import { endFormerTemporal, startTemporal } from './embedded/temporal.ts';
import { temporalProgram } from './embedded/temporal-program.ts';
import { passwordSeed } from './password-seed.ts';
import type { Shutdown } from './shutdown.ts';

export interface Servers {
  database: DatabaseUrls;
  /** What passwords of roles were derived from: the root that the database gets, if it has none yet. */
  rootSeed: string | null;
  temporal: {
    /** `host:port` */
    address: string;
    /** Of the web interface; null where the server is not ours. */
    ui: string | null;
  };
}

export interface ServersOptions {
  masters: readonly MasterKey[];
  shutdown: Shutdown;
  log: (line: string) => void;
}

/** Starts PostgreSQL and Temporal at the same time, each unless one is given. */
export async function startServers(env: Env, { masters, shutdown, log }: ServersOptions): Promise<Servers> {
  await Promise.all([endFormerPostgres(env.TRAMA_DATA, log), endFormerTemporal(env.TRAMA_DATA, log)]);
  await checkPortsFree(env);
  const onLost = (reason: string) => {
    log(reason);
    void shutdown.begin(1);
  };
  const common = { folder: env.TRAMA_DATA, log, onLost };

  async function database(): Promise<[DatabaseUrls, string | null, RunningServer?]> {
    if (env.DATABASE_URL) {
      const seed = await passwordSeed(env, env.DATABASE_URL, masters);
      return [await databaseUrls(env, env.DATABASE_URL, seed ?? ''), seed];
    }
    const postgres = await startPostgres({ ...common, port: env.TRAMA_PG_PORT });
    return [await databaseUrls(env, postgres.superuserUrl, postgres.password), null, postgres];
  }

  async function temporal(): Promise<[Servers['temporal'], RunningServer?]> {
    if (env.TEMPORAL_ADDRESS) return [{ address: env.TEMPORAL_ADDRESS, ui: null }];
    const program = await temporalProgram({ given: env.TEMPORAL_CLI_PATH, log });
    const { TRAMA_TEMPORAL_PORT: port, TRAMA_TEMPORAL_UI_PORT: uiPort, TEMPORAL_NAMESPACE: namespace } = env;
    const codecEndpoint = `${env.PUBLIC_URL ?? `http://localhost:${env.PORT}`}/codec`;
    const server = await startTemporal({ ...common, program, port, uiPort, codecEndpoint, namespace });
    return [{ address: server.address, ui: `http://127.0.0.1:${uiPort}` }, server];
  }

  const [[urls, rootSeed, postgres], [cluster, dev]] = await Promise.all([database(), temporal()]);
  // Workflows write to the database, so Temporal is the first of the two to end. Who comes here no more, because the
  // other one failed, ends with the process (guardedSpawn).
  if (postgres) shutdown.defer('PostgreSQL', 15_000, postgres.stop);
  if (dev) shutdown.defer('Temporal', 9_000, dev.stop);
  return { database: urls, rootSeed, temporal: cluster };
}
