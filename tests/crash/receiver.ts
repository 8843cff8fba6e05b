import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { sleep } from '#scripts/embedded/processes.ts';
import type { Chance } from './chance.ts';

/** What one outside effect was: the same `token/step` is the same effect, whoever asks for it how often. */
export interface Effect {
  token: string;
  step: string;
  /** Idempotency keys under which it was asked for, with how often. More than one key: it was done twice. */
  keys: Map<string, number>;
  /** Runs that asked for it. */
  runs: Set<string>;
  /** Place among all first arrivals, and their instants (epoch ms). */
  order: number;
  firstAt: number;
}

interface Asked {
  token: string;
  step: string;
  run: string;
}

export type Instant = 'request' | 'answer';

/** The outside world: counts. It answers now and then with 503 or late, as worlds do. */
export class Receiver {
  readonly effects = new Map<string, Effect>();
  calls = 0;
  /** Calls that were no JSON of ours, or had no key: there must be none. */
  readonly strange: string[] = [];
  readonly #server: http.Server;
  readonly #chance: Chance;
  readonly #watchers: { instant: Instant; hear: () => void }[] = [];

  private constructor(chance: Chance) {
    this.#chance = chance;
    this.#server = http.createServer((req, res) => void this.#answer(req, res).catch(() => res.destroy()));
    this.#server.keepAliveTimeout = 30_000;
  }

  static async open(chance: Chance): Promise<Receiver> {
    const receiver = new Receiver(chance);
    await new Promise<void>((done) => receiver.#server.listen(0, '127.0.0.1', done));
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next time that somebody asks, or has just been answered; false when it takes too long. */
  async next(instant: Instant, withinMs: number): Promise<boolean> {
    const heard = new Promise<boolean>((resolve) => this.#watchers.push({ instant, hear: () => resolve(true) }));
    return Promise.race([heard, sleep(withinMs).then(() => false)]);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #tell(instant: Instant): void {
    for (let i = this.#watchers.length - 1; i >= 0; i--) {
      if (this.#watchers[i]?.instant === instant) this.#watchers.splice(i, 1)[0]?.hear();
    }
  }

  async #answer(req: http.IncomingMessage, res: http.ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of req) parts.push(part as Buffer);
    this.calls += 1;
    this.#note(req.headers['idempotency-key'], Buffer.concat(parts).toString());
    this.#tell('request');
    const late = this.#chance.next();
    // Most answer at once; some after local activities have given up waiting (half a second).
    if (late < 0.05) await sleep(700 + Math.floor(this.#chance.next() * 800));
    else if (late < 0.3) await sleep(Math.floor(this.#chance.next() * 120));
    const failed = this.#chance.next() < 0.02;
    res.writeHead(failed ? 503 : 200, { 'content-type': 'application/json' });
    res.end(failed ? '{}' : '{"ok":true}', () => this.#tell('answer'));
  }

  #note(key: string | string[] | undefined, text: string): void {
    let asked: Partial<Asked> = {};
    try {
      asked = JSON.parse(text) as Partial<Asked>;
    } catch {
      // What cannot be read is strange, below.
    }
    const { token, step, run } = asked;
    if (typeof key !== 'string' || !token || !step || !run) {
      this.strange.push(`${String(key)} ${text.slice(0, 200)}`);
      return;
    }
    const id = `${token}/${step}`;
    const known = this.effects.get(id) ?? {
      ...{ token, step, keys: new Map<string, number>(), runs: new Set<string>() },
      ...{ order: this.effects.size, firstAt: Date.now() },
    };
    known.keys.set(key, (known.keys.get(key) ?? 0) + 1);
    known.runs.add(run);
    this.effects.set(id, known);
  }
}
