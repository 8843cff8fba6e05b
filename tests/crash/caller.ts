import { Agent, request } from 'undici';
import { sleep } from '#scripts/embedded/processes.ts';

export interface Answer {
  status: number;
  // Erasure: what the API answers is looked at by path.
  // oxlint-disable-next-line typescript/no-explicit-any -- see above
  body: any;
}

const PAUSE_MS = 200;
const PATIENCE_MS = 40_000;
/** What a caller that knows its trade repeats: it was not heard, or nothing can be said now. */
const AGAIN = new Set([408, 425, 429, 502, 503, 504]);

/** A caller that knows its trade: repeats under the same key until it is answered. */
export class Caller {
  /** Tries that came to nothing. */
  failedTries = 0;
  readonly #url: () => string;
  readonly #apiKey: string;
  readonly #agent = new Agent({ connections: 64, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });

  /** @param url asked for each try: of several servers one that is there */
  constructor(url: () => string, apiKey: string) {
    this.#url = url;
    this.#apiKey = apiKey;
  }

  /** One try. Null: no answer. */
  async once(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer | null> {
    try {
      const answer = await request(this.#url() + path, {
        method: method as 'GET',
        dispatcher: this.#agent,
        headers: { authorization: `Bearer ${this.#apiKey}`, 'content-type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      const text = await answer.body.text();
      return { status: answer.statusCode, body: text === '' ? null : JSON.parse(text) };
    } catch {
      return null;
    }
  }

  /** Until it is answered. @throws where it is refused, or not answered in three minutes */
  async until(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    for (const end = Date.now() + 180_000; ; ) {
      const answer = await this.once(method, path, body, headers);
      const inProgress = answer?.status === 409 && answer.body?.code === 'idempotency_in_progress';
      if (answer && !inProgress && !AGAIN.has(answer.status)) return answer;
      if (Date.now() > end) throw new Error(`${method} ${path} got no answer: ${answer?.status ?? 'no connection'}`);
      this.failedTries += 1;
      await sleep(PAUSE_MS);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
