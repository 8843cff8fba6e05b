import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { SettingError } from '#config/env.ts';
import { freePort } from './ports.ts';
import { type Account, databaseAccount, giveTo, openPassage } from './postgres-account.ts';
import { type PostgresPrograms, postgresPrograms } from './postgres-programs.ts';
import { commandLine, endProcess, isAlive } from './processes.ts';
import { type RunningServer, supervise } from './supervise.ts';

export interface PostgresOptions {
  /** TRAMA_DATA, or a folder like it: `pg/`, `pg-password` and `logs/` are ours in it. */
  folder: string;
  /** 0 = any free one. */
  port: number;
  log: (line: string) => void;
  onLost: (reason: string) => void;
  /** For tests that keep nothing: no waiting for the disk. */
  careless?: boolean;
}

export interface RunningPostgres extends RunningServer {
  /** Of the superuser, who makes the roles that all else runs as; the database is `trama`. */
  superuserUrl: string;
  /** The superuser's: the other roles' passwords are derived from it. */
  password: string;
}

export const SUPERUSER = 'postgres';
export const DATABASE = 'trama';

/** Durable settings stay PostgreSQL's own (fsync, synchronous commit): what was acknowledged is on the disk. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  // One more process per I/O worker gains nothing on a small machine.
  io_method: 'sync',
  jit: 'off',
  timezone: 'UTC',
  lc_messages: 'C',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
};
const CARELESS = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** Starts PostgreSQL on its data under `folder`, which it makes at the first time. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const programs = await postgresPrograms();
  const data = path.join(options.folder, 'pg');
  const logs = path.join(options.folder, 'logs');
  mkdirSync(logs, { recursive: true });
  const password = keptPassword(options.folder);
  const account = databaseAccount();
  if (account) letIn(account, [logs, programs.postgres], options.log);
  if (!existsSync(data)) await initialise(programs, data, password, account);
  checkVersion(data, programs.major);
  if (account) giveTo(data, account);

  const port = options.port || (await freePort());
  const settings = Object.entries({ ...SETTINGS, ...(options.careless && CARELESS) });
  const running = await supervise({
    name: 'PostgreSQL',
    command: programs.postgres,
    args: ['-D', data, '-p', String(port), ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    logFile: path.join(logs, 'postgres.log'),
    account,
    // An immediate shutdown: it ends its own processes too, and recovers at the next start.
    deathSignal: 'QUIT',
    isReady: (pid) => isReady(data, pid),
    readyMs: 60_000,
    stopSignals: [
      ['SIGINT', 10_000],
      ['SIGQUIT', 3_000],
      ['SIGKILL', 1_000],
    ],
    log: options.log,
    onLost: options.onLost,
  });
  return { ...running, password, superuserUrl: `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${DATABASE}` };
}

/** Made once and kept beside the data, readable by its owner only. */
function keptPassword(folder: string): string {
  const file = path.join(folder, 'pg-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function letIn(account: Account, targets: string[], log: (line: string) => void): void {
  for (const target of targets) {
    const opened = openPassage(target, account);
    for (const folder of opened) log(`PostgreSQL runs as uid ${account.uid}: ${folder} now lets it pass (x)`);
  }
}

/** Into a folder of another name first, so that a crash half-way leaves no half of a database behind. */
async function initialise(
  programs: PostgresPrograms,
  data: string,
  password: string,
  account?: Account,
): Promise<void> {
  const fresh = `${data}.new`;
  const passwordFile = `${fresh}-password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  try {
    if (account) for (const file of [fresh, passwordFile]) chownSync(file, account.uid, account.gid);
    const args = ['-D', fresh, '-U', SUPERUSER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8'];
    // The built-in provider sorts and folds the same way on every machine, whatever locales it has.
    const locale = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    await promisify(execFile)(programs.initdb, [...args, ...locale], { ...account });
    await createDatabase(programs, fresh, account);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, data);
}

/** Single-user mode needs neither a port nor a password. */
async function createDatabase(programs: PostgresPrograms, data: string, account?: Account): Promise<void> {
  const run = promisify(execFile)(programs.postgres, ['--single', '-D', data, 'postgres'], { ...account });
  run.child.stdin?.end(`create database ${DATABASE};\n`);
  await run;
}

function checkVersion(data: string, major: string): void {
  const found = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim();
  if (found === major) return;
  throw new SettingError(
    'TRAMA_DATA',
    `os dados são do PostgreSQL ${found} e esta versão traz o ${major}; exporte-os antes de atualizar`,
    `the data are of PostgreSQL ${found} and this release brings ${major}; dump them before you upgrade`,
  );
}

/**
 * What a killed start may have left: a server that still runs on our data (ended, as nobody will), or a lock file
 * whose process id has been given to somebody else since (removed, or PostgreSQL would take that for itself).
 */
export async function endFormerPostgres(folder: string, log: (line: string) => void): Promise<void> {
  const data = path.join(folder, 'pg');
  const lockFile = path.join(data, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const pid = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);
  if (!(pid > 0) || !isAlive(pid)) return;
  if (commandLine(pid).includes(data)) {
    log(`PostgreSQL of a former start still runs (process ${pid}): ending it`);
    await endProcess(pid, [
      ['SIGINT', 5_000],
      ['SIGQUIT', 3_000],
      ['SIGKILL', 2_000],
    ]);
  } else {
    rmSync(lockFile, { force: true });
  }
}

/** The server's lock file says how far it has come: line 1 its process id, line 8 its state. */
function isReady(data: string, pid: number): boolean {
  try {
    const lines = readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}
