import { renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Env, mailFolder, readEnv } from '#config/env.ts';
import { masterKeys } from '#config/master-secret.ts';
import { crashText } from '#config/open-log.ts';
import { TramaError } from '#flow/errors.ts';
import { migrate } from '#prisma/migrate.ts';
import { openRoot } from '#prisma/root-key.ts';
import { workflowBundle } from '#workers/bundle.ts';
import { builtBuilder } from './build-ui.ts';
import { lockData } from './embedded/data-lock.ts';
import { startServers } from './servers.ts';
import { createShutdown, type Shutdown } from './shutdown.ts';

/** What a person, a script or a test needs to begin: written to `demo.json` once everything answers. */
export interface Demo {
  url: string;
  temporalUi: string | null;
  /** The slug. */
  tenant: string;
  email: string;
  password: string;
  apiKey: string;
  production: boolean;
  /** Where each way of paying for a plan that is set up asks for money, by its name; null: a Pix to the operator's own key. */
  payments: Record<string, string | null>;
}

const log = (line: string) => console.log(`trama: ${line}`);

/** Starts everything in this process and its servers; returns when all is ready, and ends the process at a signal. */
export async function run(): Promise<void> {
  const shutdown = createShutdown({ exit: (code) => process.exit(code), log });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => shutdown.onSignal(Date.now()));
  }
  const fail = async (error: unknown) => {
    console.error(
      error instanceof Error && error.name !== 'SettingError'
        ? (refusalOf(error) ?? crashText(error))
        : `trama: ${messageOf(error)}`,
    );
    await shutdown.begin(1);
  };
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => void fail(error));
  }
  try {
    await start(shutdown);
  } catch (error) {
    await fail(error);
  }
}

/** A start that is refused for a reason that a person can do something about. */
const refusalOf = (error: Error): string | undefined =>
  error instanceof TramaError && error.text ? `trama: ${error.code}: ${error.text.pt} · ${error.text.en}` : undefined;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function start(shutdown: Shutdown): Promise<void> {
  const began = Date.now();
  const env = readEnv();
  shutdown.defer('TRAMA_DATA', 1_000, lockData(env.TRAMA_DATA));
  const demoFile = path.join(env.TRAMA_DATA, 'demo.json');
  rmSync(demoFile, { force: true });
  const masters = await masterKeys(env);
  const [servers, builderFolder, { startProduct }] = await Promise.all([
    startServers(env, { masters, shutdown, log }),
    builtBuilder(log),
    // While the servers start, this process has nothing better to do than to load its own code.
    import('./compose.ts'),
    // Kept from now on; the workers ask for it again.
    workflowBundle(),
  ]);
  for (const name of await migrate(servers.database.owner)) log(`migration ${name}`);
  const secret = await openRoot(servers.database.admin, masters, servers.rootSeed);
  const demo = await startProduct({ env, secret, masters, servers, builderFolder, shutdown });
  shutdown.defer('demo.json', 1_000, () => rmSync(demoFile, { force: true }));
  writeDemo(demoFile, demo);
  welcome(env, demo, Date.now() - began);
}

/** Under another name first: who waits for the file must not read half of it. */
function writeDemo(file: string, demo: Demo): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(demo, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function welcome(env: Env, demo: Demo, tookMs: number): void {
  const lines: [string, string][] = [
    ['Construtor e API · builder and API', `${demo.url}  (${demo.url}/docs)`],
    ['Temporal', demo.temporalUi ?? env.TEMPORAL_ADDRESS ?? ''],
    ['Entrar · sign in', `${demo.email}  ${demo.password}`],
    ['Chave da API · API key', demo.apiKey],
    ['Dados · data', env.TRAMA_DATA],
  ];
  const mail = mailFolder(env);
  if (mail !== null) lines.push(['E-mails (não saem · none is sent)', mail]);
  console.log(
    `\nTrama está no ar · Trama is up (${(tookMs / 1000).toFixed(1)} s). Ctrl-C encerra tudo · ends everything.`,
  );
  for (const [what, where] of lines) console.log(`  ${what.padEnd(36)} ${where}`);
  console.log();
}
