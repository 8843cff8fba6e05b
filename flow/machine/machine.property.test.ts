import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import type { Plan } from '../plan/plan.ts';
import { sampleStart } from '../simulator/sample-run.ts';
import { type SimulatedRun, type SimulateOptions, simulate } from '../simulator/simulator.ts';
import { testCatalogue } from '../testing.ts';
import { Machine } from './machine.ts';
import type { FlowEvent } from './protocol.ts';
import { type RandomCase, randomCase } from './random-flow.ts';

const RUNS = { numRuns: 150, endOnFailure: true };

const planOf = ({ flow }: RandomCase): Plan => {
  const { plan, problems } = compile(flow, testCatalogue);
  if (!plan) throw new Error(JSON.stringify(problems.filter((one) => one.severity === 'error')));
  return plan;
};

const event = (n: number): FlowEvent => ({
  id: `evt_${n}`,
  name: 'e',
  key: null,
  data: null,
  source: 'run',
  receivedAt: new Date(Date.parse('2026-11-21T12:00:00.000Z') + n).toISOString(),
});

/** One run of a random case; each call of an action draws its answer by the order in which it was asked for. */
function play(plan: Plan, { replyAt, endsAfterMs }: RandomCase, options: SimulateOptions = {}): SimulatedRun {
  let asked = 0;
  const events = [3_000, 9_000].map((afterMs) => ({ afterMs, event: event(afterMs) }));
  return simulate(
    plan,
    sampleStart(null),
    { reply: () => replyAt(asked++), endsAfterMs, events },
    { maxEvents: 20_000, ...options },
  );
}

test('a run of any flow ends, whatever its actions answer and in whichever order', () => {
  fc.assert(
    fc.property(randomCase, (random) => {
      const { end, waitingFor } = play(planOf(random), random);
      expect(end, JSON.stringify(waitingFor)).not.toBeNull();
    }),
    RUNS,
  );
});

test('the same answers give the same commands', () => {
  fc.assert(
    fc.property(randomCase, (random) => {
      const plan = planOf(random);
      expect(play(plan, random)).toEqual(play(plan, random));
    }),
    RUNS,
  );
});

test('a snapshot and a restore before every event change nothing', () => {
  fc.assert(
    fc.property(randomCase, (random) => {
      const plan = planOf(random);
      const between = (machine: Machine): Machine =>
        Machine.restore(plan, JSON.parse(JSON.stringify(machine.snapshot())));
      expect(play(plan, random, { between })).toEqual(play(plan, random));
    }),
    RUNS,
  );
});

test('every node of a scope is run, skipped or cancelled exactly once in each of its rounds', () => {
  fc.assert(
    fc.property(randomCase, (random) => {
      const plan = planOf(random);
      const { steps } = play(plan, random);
      const seen = new Map<string, number>();
      for (const { node, path } of steps.filter((step) => step.reason !== 'late_answer')) {
        if (node.endsWith('.compensation')) continue;
        const place = JSON.stringify([path, node]);
        seen.set(place, (seen.get(place) ?? 0) + 1);
      }
      expect([...seen].filter(([, times]) => times !== 1)).toEqual([]);
      expect([...incomplete(plan, steps)]).toEqual([]);
    }),
    RUNS,
  );
});

/** Rounds of which some node has no step though another has. */
function* incomplete(plan: Plan, steps: SimulatedRun['steps']): Generator<string> {
  const rounds = new Map<string, Set<string>>();
  const scopeOf = new Map(plan.nodes.map((node) => [node.id, node.scope]));
  for (const { node, path } of steps) {
    const scope = scopeOf.get(node);
    if (scope === undefined) continue;
    const round = JSON.stringify([scope, path]);
    rounds.set(round, (rounds.get(round) ?? new Set()).add(node));
  }
  for (const [round, nodes] of rounds) {
    const [scope] = JSON.parse(round) as [number];
    const all = plan.scopes[scope]?.nodes.length ?? 0;
    if (nodes.size !== all) yield `${round}: ${nodes.size} of ${all}`;
  }
}

test('what a run holds is given back: at its end no value, call, timer or wait is left', () => {
  fc.assert(
    fc.property(randomCase, (random) => {
      const { state, end, steps } = play(planOf(random), random);
      if (end?.status === 'succeeded' && state.calls && Object.keys(state.frames).length > 0) return; // `stop` ends at once
      expect(Object.keys(state.frames)).toEqual([]);
      expect(Object.keys(state.calls)).toEqual([]);
      expect(Object.keys(state.waits)).toEqual([]);
      expect(steps.filter((step) => step.endedAt === null)).toEqual([]);
      expect(state.active).toBe(0);
    }),
    RUNS,
  );
});
