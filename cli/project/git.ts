import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';

/** What git says in a folder; null where it is not there, or there is no repository. */
const ask = (root: string, args: readonly string[]): string | null => {
  try {
    return execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 64 * 1024 * 1024,
    });
  } catch {
    return null;
  }
};

/** The name that git gives to a text, in repositories of either kind. */
const blobsOf = (text: string): string[] => {
  const bytes = Buffer.from(text, 'utf8');
  return ['sha1', 'sha256'].map((kind) =>
    createHash(kind).update(`blob ${bytes.length}\0`).update(bytes).digest('hex'),
  );
};

/** Whether a file of the repository had just this text in a commit that is known here, of any branch. */
export const gitKnows = (root: string, place: string, text: string): boolean => {
  const log = ask(root, ['log', '--all', '--format=', '--raw', '--no-abbrev', '--no-renames', '--', place]);
  return log !== null && blobsOf(text).some((blob) => log.includes(blob));
};
