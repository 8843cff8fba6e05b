import { ActivityFailure, ApplicationFailure, CancellationScope, condition, sleep } from '@temporalio/workflow';
import { durationMs } from '../../expressions/dates/durations.ts';
import type { Json, JsonSchema } from '../../json.ts';
import { environment, names, nowMs } from './environment.ts';
import { check, type Failure, failureOf, StepFailure, step } from './failure.ts';
import { checkOutput, sleepUntil } from './waits.ts';

/** What an activity is given. */
export interface Call {
  node: string;
  config: Json;
  /** Name of the connection whose secret the activity reads from the environment. */
  connection: string | null;
  /** The same over all attempts; another for each round. */
  idempotencyKey: string;
}

export type Activity = (call: Call) => Promise<Json>;

/** How what an action did can be undone; its config is read when the action has finished. */
export interface Undo {
  into: UndoList;
  call: Activity;
  config: (output: Json) => Json;
  connection?: string;
}

export interface ActionOptions {
  /** Rounds that the step stands in: `orders:3`. */
  path?: string;
  connection?: string;
  outputSchema?: JsonSchema;
  /** How long it may be told to wait in all. */
  maxWait?: string;
  undo?: Undo;
  /** Calls again until the answer is what was waited for. */
  poll?: { everyMs: number; forMs: number; until: (output: Json) => Json };
  /** Of a step that calls several times: how often it has. */
  again?: number;
}

/** Compensations in the order in which their actions finished. */
export type UndoList = Undoing[];

export interface Undoing {
  node: string;
  key: string;
  call: Activity;
  config: Json;
  connection: string | null;
  failed: boolean;
}

const MAX_ACTIVE = 100;
const GRACE_MS = 10_000;
const active = { now: 0 };

/** One action: its config is read once, and all attempts share it. */
export async function action(
  node: string,
  call: Activity,
  config: () => Json,
  options: ActionOptions = {},
): Promise<Json> {
  const { path = '', connection, outputSchema, maxWait = 'P1D', undo, poll, again } = options;
  const place = path === '' ? node : `${path}/${node}`;
  const { id } = names().run;
  // At most a hundred actions of a run are under way; the rest wait.
  if (active.now >= MAX_ACTIVE) await condition(() => active.now < MAX_ACTIVE);
  active.now += 1;
  try {
    const ask: Call = {
      node,
      config: step(node, config),
      connection: connection ?? null,
      idempotencyKey: `${id}/${place}/1${again === undefined ? '' : `/${again}`}`,
    };
    const once = (): Promise<Json> => answered(node, () => call(ask), durationMs(maxWait));
    const output = poll ? await polled(node, poll, once) : await once();
    if (outputSchema) step(node, () => checkOutput(outputSchema, output));
    if (undo) register(node, undo, output, `${id}/${place}/undo`);
    if (CancellationScope.current().consideredCancelled) await CancellationScope.current().cancelRequested;
    return output;
  } finally {
    active.now -= 1;
  }
}

async function polled(
  node: string,
  { everyMs, forMs, until }: NonNullable<ActionOptions['poll']>,
  once: () => Promise<Json>,
): Promise<Json> {
  const end = nowMs() + forMs;
  for (;;) {
    const output = await once();
    if (check(node, () => until(output))) return output;
    if (nowMs() + everyMs > end) throw timedOut(node);
    await sleepUntil(nowMs() + everyMs);
  }
}

/** Calls, and calls again where the other side says *later*: that is no attempt. */
async function answered(node: string, call: () => Promise<Json>, maxMs: number): Promise<Json> {
  let parkedMs = 0;
  for (;;) {
    try {
      return await withGrace(call());
    } catch (thrown) {
      const until = waitOf(thrown);
      if (until === null) throw failureOf(node, thrown);
      const waits = Math.max(0, until.ms - nowMs());
      if (parkedMs + waits > maxMs) throw new StepFailure('rate_limited', until.reason, node);
      parkedMs += waits;
      await sleepUntil(nowMs() + waits);
    }
  }
}

function waitOf(thrown: unknown): { ms: number; reason: string } | null {
  const cause = thrown instanceof ActivityFailure ? thrown.cause : null;
  if (!(cause instanceof ApplicationFailure) || cause.type !== 'wait') return null;
  const { until = '' } = (cause.details?.[0] ?? {}) as { until?: string };
  return { ms: Date.parse(until), reason: cause.message };
}

/** What was cancelled is waited for, ten seconds at most. */
export async function withGrace<T>(work: Promise<T>): Promise<T> {
  let done = false;
  const late = CancellationScope.current().cancelRequested.catch(async (reason: unknown): Promise<never> => {
    if (!done) await CancellationScope.nonCancellable(() => sleep(GRACE_MS));
    throw reason;
  });
  try {
    return await Promise.race([work, late]);
  } catch (thrown) {
    // How a cancelled call came out counts no more.
    if (CancellationScope.current().consideredCancelled) await CancellationScope.current().cancelRequested;
    throw thrown;
  } finally {
    done = true;
  }
}

function register(node: string, { into, call, config, connection }: Undo, output: Json, key: string): void {
  try {
    into.push({
      node,
      key,
      call,
      config: step(node, () => config(output)),
      connection: connection ?? null,
      failed: false,
    });
  } catch {
    into.push({ node, key, call, config: null, connection: connection ?? null, failed: true });
  }
}

/** Undoes what was done, the last first. One that fails does not keep the rest from being undone. */
export async function undoAll(list: UndoList): Promise<void> {
  await CancellationScope.nonCancellable(async () => {
    for (const { node, key, call, config, connection, failed } of list.splice(0).toReversed()) {
      if (failed) continue;
      try {
        await answered(node, () => call({ node, config, connection, idempotencyKey: key }), durationMs('P1D'));
      } catch (thrown) {
        if (!(thrown instanceof StepFailure)) throw thrown;
      }
    }
  });
}

/** `code: timeout`, for what took too long. */
export const timedOut = (node: string, pt = 'Demorou demais', en = 'It took too long'): StepFailure =>
  new StepFailure('timeout', environment().locale === 'en' ? en : pt, node);

export const timeoutFailure = (node: string): Failure => timedOut(node).failure;
