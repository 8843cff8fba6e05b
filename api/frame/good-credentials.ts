import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { actingToken, sessionToken } from '#api/auth/session-cookie.ts';

const GOOD_FOR_MS = 10 * 60_000;
const MOST = 20_000;

/**
 * Credentials that were good in the last minutes, by a hash: who has one is heard though others at the same address guess. They are
 * checked like any other; one that was refused is forgotten.
 */
export class GoodCredentials {
  /** When each was good last, the longest ago first. */
  readonly #seen = new Map<string, number>();

  /** Null: the headers hold no credential. */
  nameOf({ authorization, cookie }: IncomingHttpHeaders): string | null {
    const said = authorization || [actingToken(cookie), sessionToken(cookie)].filter(Boolean).join(' ');
    return said === '' ? null : hash('sha256', said, 'base64');
  }

  has(name: string | null, nowMs: number): boolean {
    const at = name === null ? undefined : this.#seen.get(name);
    return at !== undefined && nowMs - at < GOOD_FOR_MS;
  }

  keep(name: string | null, nowMs: number): void {
    if (name === null) return;
    this.#seen.delete(name);
    this.#seen.set(name, nowMs);
    if (this.#seen.size <= MOST) return;
    for (const oldest of this.#seen.keys()) {
      this.#seen.delete(oldest);
      return;
    }
  }

  forget(name: string | null): void {
    if (name !== null) this.#seen.delete(name);
  }
}
