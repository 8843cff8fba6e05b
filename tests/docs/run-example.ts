import { actionCatalogue } from '#connectors/actions.ts';
import { admissionSettings, dedupeKey, inputError } from '#flow/admission.ts';
import { compile } from '#flow/compile.ts';
import { coreTypes } from '#flow/core/core-types.ts';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Json } from '#flow/json.ts';
import type { FlowEvent, Outcome, Pin, RunStart, Trigger } from '#flow/machine/protocol.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { Reply } from '#flow/simulator/on-its-way.ts';
import { sampleStart } from '#flow/simulator/sample-run.ts';
import { type SimulatedRun, simulate, type World } from '#flow/simulator/simulator.ts';
import type { ExampleAnswer, ExampleEvent, Expectation } from './expectation.ts';

/** The catalogue of the product: what an author really has. */
export const catalogue: Catalogue = new Map([
  ...coreTypes.map((type) => [type.type, type] as const),
  ...actionCatalogue(),
]);

const MOMENT_MS = 5;
const { tenant, run } = sampleStart();

export const outcomeOf = ({ output = null, port, error, waitUntil, attempts = 1 }: ExampleAnswer): Outcome => {
  if (waitUntil !== undefined) {
    return { kind: 'wait', until: Date.parse(waitUntil), reason: 'asked to wait', attempts: 0 };
  }
  if (error) {
    const { code, message = code, details } = error;
    return {
      kind: 'error',
      error: { code, message, attempts, ...(details === undefined ? {} : { details }) },
      attempts,
    };
  }
  return { kind: 'ok', output, attempts, ...(port === undefined ? {} : { port }) };
};

const replyOf = (answer: ExampleAnswer): Reply => ({
  afterMs: answer.after === undefined ? MOMENT_MS : durationMs(answer.after),
  outcome: outcomeOf(answer),
});

export const eventOf = ({ name, key = null, data = null }: Omit<ExampleEvent, 'after'>, i: number): FlowEvent => ({
  id: `evt_${i}`,
  name,
  key,
  data,
  source: 'api',
  receivedAt: run.startedAt,
});

/** What the outside answers in an example. */
export function worldOf({ world = {}, events = [], earlier = [], cancelAfter }: Expectation): World {
  const calls = new Map<string, number>();
  const cancel =
    cancelAfter === undefined
      ? []
      : [{ afterMs: durationMs(cancelAfter), event: { kind: 'cancel' as const, reason: 'cancelled' } }];
  return {
    reply: ({ node }) => {
      const answers = Object.hasOwn(world, node) ? world[node] : { output: null };
      if (answers === null || answers === undefined) return null;
      if (!Array.isArray(answers)) return replyOf(answers);
      const n = calls.get(node) ?? 0;
      calls.set(node, n + 1);
      const answer = answers[Math.min(n, answers.length - 1)];
      return answer ? replyOf(answer) : null;
    },
    events: [
      ...events.map((one, i) => ({ afterMs: durationMs(one.after), event: eventOf(one, i) })),
      ...cancel,
    ].toSorted((a, b) => a.afterMs - b.afterMs),
    before: (names) =>
      earlier
        .map((one, i) => eventOf(one, 1_000 + i))
        .filter((event) => names.some(({ name, key }) => name === event.name && key === event.key)),
  };
}

export const compileExample = (document: Json) => compile(document, catalogue, { locale: 'en' });

/** What a run of the plan is started with. */
export const startOf = (plan: Plan, { data = {}, pins, simulate: simulated }: Expectation): RunStart =>
  sampleStart(data, {
    trigger: { type: plan.trigger.type, data, receivedAt: run.startedAt },
    ...(pins ? { pins: pins as Record<string, Pin> } : {}),
    ...(simulated ? { simulate: true } : {}),
    run: { ...run, test: pins !== undefined || simulated === true },
  });

/** How a run of an example begins. */
export const startOfExample = (plan: Plan, { data = {}, pins, simulate: simulated }: Expectation): RunStart =>
  sampleStart(data, {
    trigger: { type: plan.trigger.type, data, receivedAt: run.startedAt },
    ...(pins ? { pins: pins as Record<string, Pin> } : {}),
    ...(simulated ? { simulate: true } : {}),
    run: { ...run, test: pins !== undefined || simulated === true },
  });

/** Runs a plan in the world of its expectation, with the machine that production runs. */
export const runExample = (plan: Plan, expected: Expectation): SimulatedRun =>
  simulate(plan, startOfExample(plan, expected), worldOf(expected));

/** What admission reads of a trigger with these data. */
export function admissionOf(plan: Plan, data: Json): Json {
  const trigger: Trigger = { type: plan.trigger.type, data, receivedAt: run.startedAt };
  const unfit = inputError(plan, trigger, tenant);
  if (unfit) return { error: unfit.code };
  return { ...admissionSettings(plan, trigger, tenant), dedupe: dedupeKey(plan, trigger, tenant) } as unknown as Json;
}
