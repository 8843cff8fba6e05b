import { randomBytes } from 'node:crypto';
import type { Env } from '#config/env.ts';
import type { MasterKey } from '#config/master-key.ts';
import { knownRoot } from '#prisma/root-key.ts';

/**
 * Passwords of roles that we make on a server of others stay the same when the master key changes. A root that is there and
 * does not open now (its key service is away) ends the start: passwords made from anything else would lock every other
 * process out. Null: the roles are given, and nothing is derived.
 */
export async function passwordSeed(env: Env, url: string, masters: readonly MasterKey[]): Promise<string | null> {
  if (env.DATABASE_APP_URL && env.DATABASE_ADMIN_URL) return null;
  const local = masters.find(({ secret }) => secret !== undefined)?.secret;
  return (await knownRoot(url, masters)) ?? local ?? randomBytes(32).toString('hex');
}
