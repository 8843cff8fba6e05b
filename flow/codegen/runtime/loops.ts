import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { Json } from '../../json.ts';
import { timedOut, timeoutFailure } from './actions.ts';
import { bad, caught, failureOf, Leaving, StepFailure, said, step, stillGoing } from './failure.ts';
import { deadlineOf, sleepUntil } from './waits.ts';

/** The items of a loop. */
export function list(node: string, items: () => Json): Json[] {
  return step(node, () => listOf(items()));
}

function listOf(value: Json): Json[] {
  if (!Array.isArray(value)) throw bad('"items" precisa ser uma lista', '"items" must be a list');
  return value;
}

const DEFAULT_ROUNDS = 1_000;

/** May a round begin? Reads the condition, and fails past the last round that may be. */
export function another(
  node: string,
  index: number,
  condition: () => Json,
  most: () => Json = () => DEFAULT_ROUNDS,
): boolean {
  return step(node, () => {
    const limit = most();
    if (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1 || limit > 1_000_000) {
      throw bad('"maxIterations" vai de 1 a 1.000.000', '"maxIterations" goes from 1 to 1,000,000');
    }
    const value = condition();
    if (value !== true && value !== false && value !== null) {
      throw bad('A condição precisa dar true, false ou null', 'A condition must give true, false or null');
    }
    if (value === true && index >= limit)
      throw said('too_many_iterations', `Mais de ${limit} voltas`, `More than ${limit} rounds`);
    return value === true;
  });
}

export interface ForEachConfig {
  items: Json;
  itemTimeout?: Json;
  timeout?: Json;
}

export interface ForEachOptions {
  /** Rounds side by side. */
  concurrency?: number;
  /** Goes on past items that fail: `{ ok: true, value }` or `{ ok: false, index, error }` in the item's place. */
  collect?: boolean;
}

/** One round for each item, several side by side. The results are in the order of the items. */
export async function forEach(
  node: string,
  config: () => ForEachConfig,
  options: ForEachOptions,
  round: (item: Json, index: number) => Promise<Json>,
): Promise<Json> {
  const { items, deadline, itemTimeout } = step(node, () => {
    const { items: given, timeout = null, itemTimeout = null } = config();
    deadlineOf(itemTimeout, null, 'itemTimeout');
    return { items: listOf(given), deadline: deadlineOf(timeout, null, 'timeout'), itemTimeout };
  });
  return await new Rounds(node, items, itemTimeout, options, round).run(deadline);
}

class Rounds {
  readonly #node: string;
  readonly #items: Json[];
  readonly #itemTimeout: Json;
  readonly #options: ForEachOptions;
  readonly #round: (item: Json, index: number) => Promise<Json>;
  readonly #results = new Map<number, Json>();
  readonly #together = new CancellationScope({ cancellable: true });
  #next = 0;
  #ending: 'break' | 'timeout' | { thrown: unknown } | null = null;

  constructor(
    node: string,
    items: Json[],
    itemTimeout: Json,
    options: ForEachOptions,
    round: (item: Json, index: number) => Promise<Json>,
  ) {
    this.#node = node;
    this.#items = items;
    this.#itemTimeout = itemTimeout;
    this.#options = options;
    this.#round = round;
  }

  async run(deadline: number | undefined): Promise<Json> {
    const { concurrency = 1, collect = false } = this.#options;
    const clock = new CancellationScope({ cancellable: true });
    if (deadline !== undefined) {
      clock
        .run(() => sleepUntil(deadline))
        .then(
          () => this.#end(collect ? 'timeout' : { thrown: timedOut(this.#node) }),
          () => undefined,
        );
    }
    const lines = Math.min(concurrency, this.#items.length);
    try {
      await this.#together.run(async () => {
        await Promise.all(Array.from({ length: lines }, () => this.#line()));
      });
    } finally {
      clock.cancel();
    }
    stillGoing();
    return this.#output();
  }

  #end(ending: 'break' | 'timeout' | { thrown: unknown }): void {
    if (this.#ending) return;
    this.#ending = ending;
    this.#together.cancel();
  }

  async #line(): Promise<void> {
    while (this.#ending === null && this.#next < this.#items.length) {
      const index = this.#next++;
      try {
        const value = await this.#one(index);
        this.#results.set(index, this.#options.collect ? { ok: true, value } : value);
      } catch (thrown) {
        this.#take(index, thrown);
      }
    }
  }

  /** What ended a round early: a `continue` or `break`, a failure, or the cancellation of the loop. */
  #take(index: number, thrown: unknown): void {
    if (this.#ending !== null && this.#ending !== 'break') return;
    if (thrown instanceof Leaving && thrown.how !== 'stop') {
      this.#results.set(index, this.#options.collect ? { ok: true, value: thrown.value } : thrown.value);
      if (thrown.how === 'break') this.#end('break');
    } else if (this.#options.collect && thrown instanceof StepFailure) {
      this.#results.set(index, { ok: false, index, error: caught(thrown) });
    } else if (this.#ending === null) this.#end({ thrown });
  }

  async #one(index: number): Promise<Json> {
    const inside = new CancellationScope({ cancellable: true });
    const clock = new CancellationScope({ cancellable: true });
    let late = false;
    const deadline = deadlineOf(this.#itemTimeout, null, 'itemTimeout');
    if (deadline !== undefined) {
      clock
        .run(() => sleepUntil(deadline))
        .then(
          () => {
            late = true;
            inside.cancel();
          },
          () => undefined,
        );
    }
    try {
      return await inside.run(() => this.#round(this.#items[index] ?? null, index));
    } catch (thrown) {
      throw late && isCancellation(thrown) ? timedOut(this.#node) : thrown;
    } finally {
      clock.cancel();
    }
  }

  #output(): Json {
    const ending = this.#ending;
    if (ending !== null && typeof ending === 'object') throw failureOf(this.#node, ending.thrown);
    if (ending === 'break') return [...this.#results].sort(([a], [b]) => a - b).map(([, value]) => value);
    const late = timeoutFailure(this.#node);
    return this.#items.map((_, index) =>
      this.#results.has(index) ? (this.#results.get(index) ?? null) : { ok: false, index, error: late },
    );
  }
}

/** Rounds as long as a condition holds; the last one's result. */
export async function whileLoop(
  node: string,
  condition: (index: number, last: Json) => Json,
  round: (index: number, last: Json) => Promise<Json>,
  most?: () => Json,
): Promise<Json> {
  let last: Json = null;
  for (let index = 0; another(node, index, () => condition(index, last), most); index++) {
    try {
      last = await round(index, last);
    } catch (thrown) {
      if (!(thrown instanceof Leaving) || thrown.how === 'stop') throw thrown;
      last = thrown.value;
      if (thrown.how === 'break') break;
    }
  }
  return last;
}
