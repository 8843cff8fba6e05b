import type { AccessNotice } from '../access/notices.ts';
import { uuidIn } from '../ids.ts';

/** What a process may remember of a key: half of the second in which a block has to count everywhere. */
export const REMEMBERED_MS = 500;
const MOST = 10_000;

/** Names of a row that notices speak of, both uuids. */
interface Named {
  /** The tenant. */
  id: string;
  key_id: string;
}

interface Remembered<Row> {
  row: Row;
  /** Milliseconds on the process's own steady clock. */
  until: number;
}

/**
 * Rows of API keys that were read a moment ago, by the hash of the key. Nothing is remembered longer than `REMEMBERED_MS`,
 * counted from before it was asked for, nor beyond the key's own end; a notice of access, and every deed of this process
 * (`forget`), forgets at once, and what was being read meanwhile is not kept.
 */
export class KeyMemory<Row extends Named> {
  readonly #rows = new Map<string, Remembered<Row>>();
  readonly #now: () => number;
  #changes = 0;

  /** `now`: milliseconds that only go forward. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** The row of a hash, remembered or read. `lasts`: milliseconds that a row is good for by itself; null: for ever. */
  async row(
    hash: Uint8Array,
    read: () => Promise<{ row: Row; lasts: number | null } | null>,
  ): Promise<{ row: Row } | null> {
    const name = Buffer.from(hash.buffer, hash.byteOffset, hash.byteLength).toString('base64');
    const known = this.#rows.get(name);
    const began = this.#now();
    if (known && known.until > began) return known;
    this.#rows.delete(name);
    const before = this.#changes;
    const found = await read();
    if (found && before === this.#changes) this.#keep(name, found.row, began, found.lasts);
    return found;
  }

  #keep(name: string, row: Row, began: number, lasts: number | null): void {
    // The oldest stand first; most of them are over.
    for (const oldest of this.#rows.keys()) {
      if (this.#rows.size < MOST) break;
      this.#rows.delete(oldest);
    }
    this.#rows.set(name, { row, until: began + Math.min(REMEMBERED_MS, lasts ?? REMEMBERED_MS) });
  }

  /** What is named must be so; a person's or a session's notice says nothing of keys, one that names nothing means all. */
  forget({ tenantId, keyId, userId, sessionId }: AccessNotice): void {
    this.#changes += 1;
    if (tenantId === undefined && keyId === undefined) {
      if (userId === undefined && sessionId === undefined) this.#rows.clear();
      return;
    }
    // An id of another kind names no row: `null` is no uuid.
    const [tenant, key] = [tenantId && uuidIn('ten', tenantId), keyId && uuidIn('key', keyId)];
    const now = this.#now();
    for (const [name, { row, until }] of this.#rows)
      if (until <= now || ((tenant === undefined || row.id === tenant) && (key === undefined || row.key_id === key)))
        this.#rows.delete(name);
  }
}
