import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ActivityFailure,
  ApplicationFailure,
  CancelledFailure,
  ChildWorkflowFailure,
  TimeoutFailure,
} from '@temporalio/common';

/**
 * What exported workflows use of `@temporalio/workflow`, over a clock that jumps: the bulk of the examples runs on it
 * in milliseconds. Some of them run on a real server, too (tests/workflow/code-out.test.ts).
 */
export { ActivityFailure, ApplicationFailure, CancelledFailure, ChildWorkflowFailure, TimeoutFailure };

export const isCancellation = (thrown: unknown): boolean =>
  thrown instanceof CancelledFailure ||
  ((thrown instanceof ActivityFailure || thrown instanceof ChildWorkflowFailure) &&
    thrown.cause instanceof CancelledFailure);

export const ActivityCancellationType = { WAIT_CANCELLATION_COMPLETED: 'WAIT_CANCELLATION_COMPLETED' } as const;
export const ParentClosePolicy = { ABANDON: 'ABANDON' } as const;

/** What a call asks of the outside. */
export interface Asked {
  kind: 'activity' | 'child';
  name: string;
  options: Record<string, unknown>;
  input: unknown;
  at: number;
}

/** How a call comes out, and when. */
export type Reply = { afterMs: number; value?: unknown; thrown?: Error } | null;

export interface Outside {
  startMs: number;
  reply(asked: Asked): Reply;
  endsAfterMs: number | null;
}

interface Due {
  at: number;
  seq: number;
  fire(): void;
}

interface Definition {
  name: string;
}

const storage = new AsyncLocalStorage<CancellationScope>();
/** Reads the way in which promises wait: unhandled ones are the runs' own business. */
const ignore = (): void => undefined;

export class Stage {
  now: number;
  seq = 0;
  due: Due[] = [];
  conditions: { holds(): boolean; resolve(): void }[] = [];
  readonly handlers = new Map<string, (...args: unknown[]) => unknown>();
  readonly asked: Asked[] = [];
  readonly outside: Outside;
  readonly root = new CancellationScope();

  constructor(outside: Outside) {
    this.outside = outside;
    this.now = outside.startMs;
  }

  later(afterMs: number, fire: () => void): Due {
    const due = { at: this.now + Math.max(0, afterMs), seq: this.seq++, fire };
    this.due.push(due);
    return due;
  }

  drop(due: Due): void {
    this.due = this.due.filter((one) => one !== due);
  }

  /** Lets all that is ready go on, then moves the clock to what comes next, until `over` says so or nothing comes. */
  async play(over: () => boolean): Promise<void> {
    for (let steps = 0; steps < 100_000; steps++) {
      await this.#settle();
      if (over()) return;
      this.due.sort((a, b) => a.at - b.at || a.seq - b.seq);
      const next = this.due.shift();
      if (!next) return;
      this.now = Math.max(this.now, next.at);
      next.fire();
    }
    throw new Error('the run does not come to an end');
  }

  async #settle(): Promise<void> {
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      const met = this.conditions.find(({ holds }) => holds());
      if (!met) return;
      this.conditions = this.conditions.filter((one) => one !== met);
      met.resolve();
    }
  }
}

let stage: Stage | undefined;

const current = (): Stage => {
  if (!stage) throw new Error('no run is played');
  return stage;
};

export const setStage = (next: Stage): void => {
  stage = next;
};

export class CancellationScope {
  readonly cancelRequested: Promise<never>;
  #reject: (reason: Error) => void = ignore;
  #cancelled = false;
  readonly #cancellable: boolean;

  constructor({ cancellable = true }: { cancellable?: boolean } = {}) {
    this.#cancellable = cancellable;
    this.cancelRequested = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.cancelRequested.catch(ignore);
    const parent = storage.getStore();
    if (cancellable && parent) parent.cancelRequested.catch(() => this.cancel());
    if (cancellable && parent?.consideredCancelled) this.cancel();
  }

  get consideredCancelled(): boolean {
    return this.#cancellable && this.#cancelled;
  }

  run<T>(work: () => Promise<T>): Promise<T> {
    return storage.run(this, work);
  }

  cancel(): void {
    if (this.#cancelled) return;
    this.#cancelled = true;
    this.#reject(new CancelledFailure('cancelled'));
  }

  static current(): CancellationScope {
    return storage.getStore() ?? current().root;
  }

  static nonCancellable<T>(work: () => Promise<T>): Promise<T> {
    return new CancellationScope({ cancellable: false }).run(work);
  }
}

export const workflowInfo = () => ({ workflowId: 'run_1', startTime: new Date(current().outside.startMs) });

export function sleep(ms: number): Promise<void> {
  const { cancelRequested, consideredCancelled } = CancellationScope.current();
  if (consideredCancelled) return cancelRequested;
  return new Promise((resolve, reject) => {
    const on = current();
    const due = on.later(ms, resolve);
    cancelRequested.catch((reason: Error) => {
      on.drop(due);
      reject(reason);
    });
  });
}

export function condition(holds: () => boolean): Promise<void> {
  const { cancelRequested, consideredCancelled } = CancellationScope.current();
  if (consideredCancelled) return cancelRequested;
  if (holds()) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const waiting = { holds, resolve };
    const on = current();
    on.conditions.push(waiting);
    cancelRequested.catch((reason: Error) => {
      on.conditions = on.conditions.filter((one) => one !== waiting);
      reject(reason);
    });
  });
}

/** Asks the outside; what is cancelled ends when the outside says that cancelled calls end. */
function ask(asked: Omit<Asked, 'at'>, wrap: (cause: Error) => Error): Promise<unknown> {
  const on = current();
  const { cancelRequested, consideredCancelled } = CancellationScope.current();
  if (consideredCancelled) return cancelRequested;
  const called = { ...asked, at: on.now };
  on.asked.push(called);
  const reply = on.outside.reply(called);
  return new Promise((resolve, reject) => {
    let due = reply
      ? on.later(reply.afterMs, () => (reply.thrown ? reject(wrap(reply.thrown)) : resolve(reply.value ?? null)))
      : null;
    cancelRequested.catch((reason: Error) => {
      const { endsAfterMs } = on.outside;
      if (endsAfterMs === null) return;
      if (due) on.drop(due);
      due = on.later(endsAfterMs, () => reject(wrap(reason)));
    });
  });
}

export const proxyActivities = (
  options: Record<string, unknown>,
): Record<string, (input: unknown) => Promise<unknown>> =>
  new Proxy(
    {},
    {
      get: (_, name) => (input: unknown) =>
        ask(
          { kind: 'activity', name: String(name), options, input },
          (cause) => new ActivityFailure(cause.message, String(name), '1', 'NON_RETRYABLE_FAILURE', 'test', cause),
        ),
    },
  );

export const executeChild = (name: string, options: Record<string, unknown>): Promise<unknown> =>
  ask(
    { kind: 'child', name, options, input: (options.args as unknown[])[0] },
    (cause) =>
      new ChildWorkflowFailure('default', { workflowId: '1', runId: '1' }, name, 'NON_RETRYABLE_FAILURE', cause),
  );

export const startChild = async (name: string, options: Record<string, unknown>): Promise<{ workflowId: unknown }> => {
  await executeChild(name, options);
  return { workflowId: options.workflowId };
};

export const defineSignal = (name: string): Definition => ({ name });
export const defineUpdate = (name: string): Definition => ({ name });
/** Updates are not played here. */
export const allHandlersFinished = (): boolean => true;

export const setHandler = ({ name }: Definition, handler: (...args: unknown[]) => unknown): void => {
  current().handlers.set(name, handler);
};

/** The clock of the run, put in the place of the global one. */
class StageDate extends Date {
  constructor(value?: number | string | Date) {
    super(value === undefined ? current().now : value);
  }
}

export { StageDate as Date };
