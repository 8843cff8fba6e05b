import { callHook, type HookAnswer, type HookCall } from './call-hook.ts';
import { Resources } from './generated/resources.ts';
import type { Run, RunStartBody } from './generated/types.ts';
import { Http } from './http.ts';
import type { ClientOptions, RequestOptions } from './options.ts';
import { sleep } from './repeats.ts';
import { TramaError } from './trama-error.ts';

export interface WaitOptions extends Pick<RequestOptions, 'signal' | 'language' | 'idempotencyKey' | 'headers'> {
  /** How long to wait for the end at most, in milliseconds; as long as it takes where it is left out. */
  withinMs?: number;
}

const ENDED: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

/** Longest that the API keeps a line open for a run to end, in seconds. */
const LONGEST_WAIT_S = 50;

/** The API of one Trama, as the holder of one credential uses it: `trama.flows.list()`, `trama.runs.get('run_…')`. */
export class Trama extends Resources {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    super(new Http(options));
    this.#options = options;
  }

  /** Starts a run of a flow and gives it when it has ended, however it ended: look at its `status`. @throws TramaError `timed_out`. */
  async run(
    flow: string,
    body: RunStartBody = {},
    { withinMs = Number.POSITIVE_INFINITY, ...options }: WaitOptions = {},
  ): Promise<Run> {
    const endMs = Date.now() + withinMs;
    const wait = Math.max(0, Math.min(LONGEST_WAIT_S, Math.ceil(withinMs / 1000)));
    const begun = await this.runs.start(flow, body, { ...options, wait });
    if ('trigger' in begun && ENDED.has(begun.status)) return begun;
    return await this.waitForRun(begun.id, { ...options, withinMs: Math.max(0, endMs - Date.now()) });
  }

  /** A run when it has ended. @throws TramaError `timed_out` where it does not end in time. */
  async waitForRun(run: string, { withinMs = Number.POSITIVE_INFINITY, ...options }: WaitOptions = {}): Promise<Run> {
    const endMs = Date.now() + withinMs;
    for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 1.5, 5_000)) {
      const found = await this.runs.get(run, options);
      if (ENDED.has(found.status)) return found;
      const leftMs = endMs - Date.now();
      if (leftMs <= 0) {
        const message = `${run} has not ended within ${withinMs} ms: ${found.status}`;
        throw new TramaError({ code: 'timed_out', status: 0, message, details: { run: found } });
      }
      await sleep(Math.min(pauseMs, leftMs), options.signal);
    }
  }

  /** Calls a flow that begins with a webhook. Its author decides what proves the caller: no key of the API is sent. */
  hook(tenant: string, path: string, call: HookCall = {}): Promise<HookAnswer> {
    return callHook(this.#options, tenant, path, call);
  }
}
