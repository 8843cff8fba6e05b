import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';

export interface Account {
  uid: number;
  gid: number;
}

/**
 * Who runs PostgreSQL: we ourselves, except where we are root, as whom it refuses to run. Then an account that every
 * Unix has; none is made.
 */
export function databaseAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find((line) => line.startsWith(`${name}:`))?.split(':') ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and this machine has no account "postgres" or "nobody"');
}

const mayPass = (folder: string, { uid, gid }: Account): boolean => {
  const { mode, uid: owner, gid: group } = statSync(folder);
  if (owner === uid) return (mode & 0o100) !== 0;
  return (mode & (group === gid ? 0o010 : 0o001)) !== 0;
};

/**
 * Lets the account reach `target` through the folders above it. A private folder (a home, a temporary one) gains the
 * right to pass (`x`), not the right to list it.
 * @returns the folders that were changed
 */
export function openPassage(target: string, account: Account): string[] {
  const opened: string[] = [];
  for (let folder = path.dirname(realpathSync(target)); ; folder = path.dirname(folder)) {
    if (!mayPass(folder, account)) {
      chmodSync(folder, statSync(folder).mode | 0o011);
      opened.push(folder);
    }
    if (folder === path.dirname(folder)) return opened;
  }
}

/** Gives the folder and all in it to the account, where it belongs to somebody else (another way to start it before). */
export function giveTo(folder: string, { uid, gid }: Account): void {
  if (statSync(folder).uid === uid) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(folder, entry);
    if (!lstatSync(file).isSymbolicLink()) chownSync(file, uid, gid);
  }
  chownSync(folder, uid, gid);
}
