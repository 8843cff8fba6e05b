import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import type { WorkflowClient } from '@temporalio/client';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Json } from '#flow/json.ts';
import type { FlowEvent, Outcome } from '#flow/machine/protocol.ts';
import type { ActionAnswer, ActionCall, EngineActivities, RunRef } from '#workflows/engine-activities.ts';
import { SIGNALS } from '#workflows/flow-input.ts';
import type { ExampleAnswer, Expectation } from '../docs/expectation.ts';
import { catalogue, eventOf, outcomeOf } from '../docs/run-example.ts';
import { failing } from './flow-bench.ts';

/** What the outside of a recorded run needs of its surroundings. */
export interface Surroundings {
  client: WorkflowClient;
  workflowId: string;
  /** Where attempts go on that a local activity leaves. */
  ownQueue: string;
  /** The instant that the run's expectation counts from, and the server's own now: ms. */
  beganMs: number;
  nowMs: () => Promise<number>;
}

type Answers = NonNullable<Expectation['world']>[string];
type Activities = Record<string, (...args: never[]) => Promise<unknown>>;

/** An hour of the example is 36 ms here: the order of answers stays. */
const SHRINK = 100_000;
const LONGEST_MS = 400;
/** A local activity leaves what takes this long to an ordinary one. */
const NOT_QUICK_MS = 60_000;

/** The activities of a run that is recorded: each answers what the `world` of its expectation says. */
export function recordedActivities(expected: Expectation, around: Surroundings): Activities {
  const { world = {}, earlier = [] } = expected;
  const turns = new Map<string, number>();
  const next = (node: string): ExampleAnswer | null => {
    const answers: Answers | undefined = Object.hasOwn(world, node) ? world[node] : { output: null };
    if (!Array.isArray(answers)) return answers ?? null;
    const n = turns.get(node) ?? 0;
    turns.set(node, n + 1);
    return answers[Math.min(n, answers.length - 1)] ?? null;
  };
  const signalled = (call: number, outcome: Outcome): void => {
    void sleep(20).then(() => around.client.getHandle(around.workflowId).signal(SIGNALS.answer, { call, outcome }));
  };
  const laterBySignal = (call: number, node: string): void => {
    const answer = next(node);
    if (answer) signalled(call, outcomeOf(answer));
  };
  const callOfChild = new Map<string, number>();
  const engine: EngineActivities = {
    'trama.subscribe': ({ names }) => Promise.resolve(missedOf(earlier, names)),
    'trama.openApproval': ({ call, node }) => {
      laterBySignal(call, node);
      return Promise.resolve(null);
    },
    'trama.closeApproval': () => Promise.resolve(null),
    'trama.startRun': ({ call, wait, idempotencyKey }) => {
      const runId = `run_child_${call}`;
      callOfChild.set(runId, call);
      if (wait) laterBySignal(call, nodeOfKey(idempotencyKey));
      return Promise.resolve({ runId });
    },
    'trama.cancelRun': ({ child }: RunRef & { child: string }) => {
      const call = callOfChild.get(child);
      if (call !== undefined) signalled(call, { kind: 'cancelled' });
      return Promise.resolve();
    },
    'trama.savePage': () => Promise.resolve(),
    'trama.markRun': () => Promise.resolve(),
  };
  const action = (call: ActionCall): Promise<ActionAnswer> => answerOf(call, () => next(call.node), around);
  return { ...engine, ...Object.fromEntries([...catalogue.keys(), 'test.call'].map((type) => [type, action])) };
}

const missedOf = (
  earlier: NonNullable<Expectation['earlier']>,
  names: { name: string; key: string | null }[],
): FlowEvent[] =>
  earlier
    .map((one, i) => eventOf(one, 1_000 + i))
    .filter((event) => names.some(({ name, key }) => name === event.name && key === event.key));

/** `<root run>/<path>/<node>/<visit>` */
const nodeOfKey = (key: string): string => key.split('/').at(-2) ?? '';

/** What left a local activity, by idempotency key: its answer is given where it goes on. */
const left = new Map<string, ExampleAnswer | null>();

async function answerOf(
  call: ActionCall,
  next: () => ExampleAnswer | null,
  around: Surroundings,
): Promise<ActionAnswer> {
  const context = Context.current();
  const answer = call.goesOn ? (left.get(call.idempotencyKey) ?? null) : next();
  const afterMs = answer?.after === undefined ? 0 : durationMs(answer.after);
  if (context.info.isLocal && (answer === null || afterMs >= NOT_QUICK_MS)) {
    left.set(call.idempotencyKey, answer);
    return { goesOnAt: around.ownQueue };
  }
  if (answer === null) return await never();
  await sleep(Math.min(LONGEST_MS, afterMs / SHRINK));
  const { waitUntil, error, output = null } = answer;
  if (waitUntil !== undefined) {
    const until = (await around.nowMs()) + Date.parse(waitUntil) - around.beganMs;
    throw failing('http_429', { waitUntil: until });
  }
  const { attempt } = context.info;
  if (error) throw failing(error.code, { retry: error.message === RETRYABLE });
  return { output: output as Json, attempt: (call.before ?? 0) + attempt };
}

/** The message of an error that is to be tried again. */
export const RETRYABLE = 'tried again';

/** Until it is cancelled, with signs of life. */
async function never(): Promise<ActionAnswer> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 200);
  try {
    return await context.cancelled;
  } finally {
    clearInterval(beat);
  }
}
