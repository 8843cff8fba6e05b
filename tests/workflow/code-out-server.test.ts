import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApplicationFailure } from '@temporalio/activity';
import { WorkflowFailedError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Json } from '#flow/json.ts';
import { type Example, examplesOf } from '#tests/docs/examples.ts';
import type { Expectation } from '#tests/docs/expectation.ts';
import { compileExample, runExample } from '#tests/docs/run-example.ts';
import { timeSkippingEnvironment } from '#tests/time-skipping.ts';
import { type Written, writeProjects } from '../codegen/build-code.ts';
import { endOfMachine } from '../codegen/play-code.ts';

const FOLDER = 'dist/code-out/server';

/** Some of each shape, whose answers need not take their time; of each the expectation that is run. */
const CHOSEN: readonly [id: string, at: number][] = [
  ['order', 0],
  ['order', 1],
  ['side-by-side', 0],
  ['arms-meet', 1],
  ['switch', 0],
  ['caught', 0],
  ['scope-error', 0],
  ['for-each', 0],
  ['for-each-nested', 0],
  ['while', 0],
  ['break', 0],
  ['continue', 0],
  ['wait-for-event', 2],
  ['approval', 0],
  ['approval', 1],
  ['deadline', 0],
  ['interrupt', 1],
  ['compensate', 0],
  ['stop', 0],
  ['fail', 0],
  ['run-timeout', 0],
  ['dates-and-money', 0],
  ['too-expensive', 0],
];

const examples = new Map(examplesOf(readFileSync('docs/flow-language.md', 'utf8')).map((one) => [one.id, one]));
const flows = [...new Set(CHOSEN.map(([id]) => id))].map((id) => {
  const { document } = examples.get(id) as Example;
  const { plan } = compileExample(document);
  if (!plan) throw new Error(`${id} has problems`);
  return { id, plan, document };
});

let written: Written[] = [];
let environment: TestWorkflowEnvironment;
let worker: Worker;
let running: Promise<void>;

/** What the outside answers to the run that is under way, and what it was asked. */
let world: Expectation['world'] = {};
let asked: { node: string; config: Json }[] = [];
let counts = new Map<string, number>();

async function answer({ node, config }: { node: string; config: Json }): Promise<Json> {
  asked.push({ node, config });
  const answers = world?.[node];
  const count = counts.get(node) ?? 0;
  counts.set(node, count + 1);
  const one = Array.isArray(answers) ? answers[Math.min(count, answers.length - 1)] : answers;
  if (!one?.error) return one?.output ?? null;
  const { code, message = code, details = null } = one.error;
  throw ApplicationFailure.nonRetryable(message, code, { attempts: one.attempts ?? 1, details });
}

beforeAll(async () => {
  written = writeProjects(FOLDER, flows);
  const index = written.map(({ id, workflow }) => `export { ${workflow} } from './${id}/src/workflow.ts';`);
  writeFileSync(path.join(FOLDER, 'workflows.ts'), `${index.join('\n')}\n`);
  environment = await timeSkippingEnvironment();
  worker = await Worker.create({
    connection: environment.nativeConnection,
    taskQueue: 'code-out',
    workflowsPath: path.resolve(FOLDER, 'workflows.ts'),
    activities: { httpRequest: answer, openApproval: async () => null },
  });
  running = worker.run();
}, 240_000);

afterAll(async () => {
  worker?.shutdown();
  await running;
  await environment?.teardown();
});

interface Came {
  status: string;
  output: Json;
  error: string | null;
  answer: Json;
}

async function run(
  workflow: string,
  { data = {}, world: outside = {} }: Expectation,
  id: string,
  responds: boolean,
): Promise<Came> {
  world = outside;
  asked = [];
  counts = new Map();
  const tenant = { id: 'ten_1', slug: 'demo', plan: 'ENTERPRISE' };
  const args = [{ trigger: { type: 'api', data }, tenant }];
  const { client } = environment;
  const handle = await client.workflow.start(workflow, { workflowId: id, taskQueue: 'code-out', args });
  // Only who answers is asked: an update that waits keeps the server's clock from running ahead.
  const answering = responds ? handle.executeUpdate('answer').catch(() => null) : Promise.resolve(null);
  for (const [node, one] of Object.entries(outside)) {
    if (!one || Array.isArray(one) || one.port === undefined) continue;
    await handle.signal('decide', { ...(one.output as object), approval: node, decision: one.port });
  }
  try {
    const output = (await handle.result()) as Json;
    return { status: 'succeeded', output, error: null, answer: (await answering) as Json };
  } catch (thrown) {
    if (!(thrown instanceof WorkflowFailedError)) throw thrown;
    const { cause } = thrown;
    const error = cause instanceof ApplicationFailure ? (cause.type ?? null) : String(cause);
    return { status: 'failed', output: null, error, answer: (await answering) as Json };
  }
}

test.each(CHOSEN)('%s (%i) runs on a server as the flow does', async (id, at) => {
  const { plan } = flows.find((one) => one.id === id) as (typeof flows)[number];
  const expected = (examples.get(id) as Example).expected[at] as Expectation;
  const machine = endOfMachine(runExample(plan, expected), plan);
  const { workflow } = written.find((one) => one.id === id) as Written;
  const before = await environment.currentTimeMs();
  const came = await run(
    workflow,
    expected,
    `${id}-${at}`,
    plan.nodes.some(({ type }) => type === 'respond'),
  );
  const { status, output, error, answer: answered } = machine;
  expect(came).toEqual({ status, output: dated(output, came.output), error: codeOf(error), answer: answered });
  expect(sorted(asked.map(({ node, config }) => [node, config]))).toEqual(sorted(callsOf(machine.calls)));
  // Answers come at once here: of an example whose answers take their time, that is no time of the workflow's.
  const isOwn = Object.values(expected.world ?? {}).every((one) =>
    [one].flat().every((each) => each?.after === undefined),
  );
  const took = expected.took === undefined || !isOwn ? 0 : durationMs(expected.took);
  expect((await environment.currentTimeMs()) - before).toBeGreaterThanOrEqual(took);
});

/** Workers take what is asked for at one time in any order. */
const sorted = (calls: Json[]): string[] => calls.map((call) => JSON.stringify(call)).sort();

const codeOf = (error: Json): string | null => (error === null ? null : String((error as { code: string }).code));

/** What tells the time tells the server's. */
const dated = (expected: Json, came: Json): Json =>
  /\d{2}:\d{2}/.test(JSON.stringify(expected)) || /\d{4}-\d{2}-\d{2}/.test(JSON.stringify(expected)) ? came : expected;

const callsOf = (calls: Json[]): Json[] =>
  (calls as { node?: string; config?: Json }[]).flatMap(({ node, config = null }) =>
    node === undefined ? [] : [[node, config]],
  );
