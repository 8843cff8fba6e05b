import { expect } from 'vitest';
import { durationMs } from '#flow/expressions/dates/durations.ts';
import type { Json } from '#flow/json.ts';
import type { Command, TraceStep } from '#flow/machine/protocol.ts';
import { shortly } from '#flow/testing.ts';
import { type Expectation, expectation } from './expectation.ts';
import { fencesOf } from './fences.ts';
import { admissionOf, compileExample, runExample } from './run-example.ts';

/** An example of a page of docs: a flow, and what must come of it. */
export interface Example {
  id: string;
  document: Json;
  /** One run each. */
  expected: Expectation[];
}

/** Each `json example <id>` with the `json expect` blocks that follow it. */
export function examplesOf(markdown: string): Example[] {
  const examples: Example[] = [];
  for (const { language, words, text, line } of fencesOf(markdown)) {
    if (language !== 'json') continue;
    const parsed = parse(text, line);
    if (words[0] === 'example') examples.push({ id: words[1] ?? `line ${line}`, document: parsed, expected: [] });
    else if (words[0] === 'expect') examples.at(-1)?.expected.push(expectation.parse(parsed));
  }
  return examples;
}

function parse(text: string, line: number): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw new Error(`line ${line} is no JSON`, { cause: error });
  }
}

const byNode = <T>(steps: TraceStep[], of: (step: TraceStep) => T): Record<string, T | T[]> => {
  const lists: Record<string, T[]> = {};
  for (const step of steps) lists[step.node] = [...(lists[step.node] ?? []), of(step)];
  return Object.fromEntries(
    Object.entries(lists).map(([node, list]) => [node, list.length === 1 ? list[0] : list]),
  ) as Record<string, T | T[]>;
};

const callsIn = (commands: Command[]) =>
  commands.filter(({ kind }) => kind === 'call' || kind === 'startRun' || kind === 'openApproval');

/** Runs the example in the world of its expectation, and holds what comes out against it. */
export function checkRun(expected: Expectation, document: Json): void {
  const { plan, problems } = compileExample(document);
  expect(shortly(problems), JSON.stringify(problems)).toEqual(expected.problems ?? []);
  if (!plan) return;
  const { data = {}, admission } = expected;
  if (admission) {
    expect(admissionOf(plan, data)).toMatchObject(admission);
    return;
  }
  const run = runExample(plan, expected);
  const { status = 'succeeded', output, error, answer, steps, ports, calls, took, waitingFor } = expected;
  const said = { status: run.end?.status ?? 'waiting', error: run.end?.error ?? null };
  expect(said, JSON.stringify(run.end)).toMatchObject({ status, ...(error ? { error } : {}) });
  if (output !== undefined) expect(run.end?.output).toEqual(output);
  if (answer) expect(run.answer).toMatchObject(answer);
  if (steps) expect(byNode(run.steps, (step) => step.status)).toMatchObject(steps);
  if (ports) expect(byNode(run.steps, (step) => step.port)).toMatchObject(ports);
  if (calls) {
    const left = callsIn(run.commands);
    expect(left.map((call) => 'node' in call && call.node)).toEqual(calls.map(({ node }) => node));
    expect(left).toMatchObject(calls);
  }
  if (took) expect(Math.floor(run.tookMs / 1000) * 1000).toBe(durationMs(took));
  if (waitingFor) expect(run.waitingFor).toMatchObject(waitingFor);
}
