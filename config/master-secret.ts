import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Env } from './env.ts';

const FILE = 'secret';

/**
 * The master key, as text: TRAMA_SECRET, or one made at the first start and kept under TRAMA_DATA, readable by its
 * owner only. Every other key is derived from it; whoever loses it loses every stored credential.
 */
export function masterSecret(env: Pick<Env, 'TRAMA_SECRET' | 'TRAMA_DATA'>): string {
  if (env.TRAMA_SECRET) return env.TRAMA_SECRET;
  mkdirSync(env.TRAMA_DATA, { recursive: true });
  const file = path.join(env.TRAMA_DATA, FILE);
  try {
    // `wx`: of two processes that start at once one writes, and both read the same key.
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

/** A key of one use (hex, 32 bytes): knowing it tells nothing of the master key or of another use's. */
export const deriveKey = (secret: string, use: string): string =>
  createHmac('sha256', secret).update(`trama/${use}`).digest('hex');
