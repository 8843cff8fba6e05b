import type { Logger } from 'pino';
import type { CallRecord } from '#domain/calls/call.ts';

interface CallLogOptions {
  /** Writes calls of one tenant. */
  write(tenantId: string, calls: readonly CallRecord[]): Promise<void>;
  log: Logger;
  /** Calls that may wait to be written; more are dropped and counted. */
  most?: number;
  /** Bytes of bodies that may wait; of calls beyond, the rest is kept. */
  mostBytes?: number;
  /** Milliseconds that a call waits for others. */
  every?: number;
}

const BATCH = 500;
const MOST_BYTES = 32 * 1024 * 1024;

const bytesOf = ({ bodies }: CallRecord): number => (bodies ? 2 * JSON.stringify(bodies).length : 0);

/**
 * Keeps calls until they are written, many in one statement, away from the request's path. Nothing here slows or fails a
 * call: where the database does not keep up, the log has gaps, and says how many.
 */
export class CallLog {
  readonly #options: CallLogOptions;
  readonly #most: number;
  #waiting: { call: CallRecord; bytes: number }[] = [];
  /** Of the bodies that wait, or are being written. */
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #dropped = 0;

  constructor(options: CallLogOptions) {
    this.#options = options;
    this.#most = options.most ?? 10_000;
  }

  add(call: CallRecord): void {
    if (this.#waiting.length >= this.#most) {
      this.#dropped += 1;
      return;
    }
    const bytes = bytesOf(call);
    const fits = this.#bytes + bytes <= (this.#options.mostBytes ?? MOST_BYTES);
    this.#waiting.push(fits ? { call, bytes } : { call: { ...call, bodies: null }, bytes: 0 });
    if (fits) this.#bytes += bytes;
    this.#timer ??= setTimeout(() => void this.flush(), this.#options.every ?? 250).unref();
  }

  /** Resolves when what was added before is written, or given up. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    // One writer at a time: a slow database is not asked twice at once.
    while (this.#writing) await this.#writing;
    if (this.#waiting.length === 0) return;
    this.#writing = this.#writeAll();
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const batch = this.#waiting.splice(0, BATCH);
        await this.#writeBatch(batch.map(({ call }) => call));
        this.#bytes -= batch.reduce((sum, { bytes }) => sum + bytes, 0);
      }
    } finally {
      this.#writing = undefined;
    }
    if (this.#dropped > 0) this.#options.log.warn({ dropped: this.#dropped }, 'the log of calls has a gap');
    this.#dropped = 0;
  }

  async #writeBatch(batch: CallRecord[]): Promise<void> {
    const tenants = new Map<string, CallRecord[]>();
    for (const call of batch) tenants.set(call.tenantId, [...(tenants.get(call.tenantId) ?? []), call]);
    for (const [tenantId, calls] of tenants) {
      try {
        await this.#options.write(tenantId, calls);
      } catch (error) {
        this.#dropped += calls.length;
        this.#options.log.warn({ err: error }, 'calls could not be logged');
      }
    }
  }
}
