import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, statSync } from 'node:fs';

export interface Program {
  command: string;
  args: string[];
  /** Where what it prints goes; the file of a former time is kept as `….1` once it is large. */
  logFile: string;
  /** Who runs it, where that is not us (PostgreSQL refuses to run as root). */
  account?: { uid: number; gid: number } | undefined;
  env?: NodeJS.ProcessEnv;
  /** Sent by the kernel when we die without a goodbye. */
  deathSignal: 'KILL' | 'QUIT';
}

const LARGE_LOG_BYTES = 10 * 1024 * 1024;

/** util-linux's setpriv can ask the kernel for a signal at the parent's death; other systems have no such program. */
function hasDeathSignal(): boolean {
  if (process.platform !== 'linux') return false;
  try {
    execFileSync('setpriv', ['--pdeathsig', 'clear', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

let deathSignals: boolean | undefined;

/**
 * Starts a server that must outlive a Ctrl-C until we end it ourselves, and must not outlive us.
 *
 * A Ctrl-C goes to every process of the terminal's group at once: the database would close under requests that are
 * still being answered. So a server gets a group of its own, and the kernel ends it when we are killed. Where the
 * kernel cannot be asked it stays in our group: then a kill of the group reaches it, and a Ctrl-C does too.
 */
export function guardedSpawn({ command, args, logFile, account, env, deathSignal }: Program): ChildProcess {
  deathSignals ??= hasDeathSignal();
  rotate(logFile);
  const log = openSync(logFile, 'a', 0o600);
  try {
    const guarded = deathSignals ? ['setpriv', '--pdeathsig', deathSignal, command, ...args] : [command, ...args];
    const [program = command, ...rest] = guarded;
    const child = spawn(program, rest, {
      stdio: ['ignore', log, log],
      detached: deathSignals,
      ...(account && { uid: account.uid, gid: account.gid }),
      ...(env && { env }),
    });
    // Where we end in a hurry but can still say so, no kernel is needed.
    const end = () => child.kill(`SIG${deathSignal}`);
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    return child;
  } finally {
    closeSync(log);
  }
}

function rotate(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGE_LOG_BYTES) renameSync(file, `${file}.1`);
}
