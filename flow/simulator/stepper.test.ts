import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compile } from '../compile.ts';
import { randomCase } from '../machine/random-flow.ts';
import type { Plan } from '../plan/plan.ts';
import { call, ok, planOf, set, testCatalogue, worldOf } from '../testing.ts';
import type { Outside } from './on-its-way.ts';
import { sampleStart } from './sample-run.ts';
import { simulate } from './simulator.ts';
import { type Moment, Stepper } from './stepper.ts';

const MOST = 3_000;

/** Each moment from the start to where nothing comes of its own accord. */
function walk(plan: Plan, outside: Outside): { stepper: Stepper; moments: Moment[] } {
  const stepper = new Stepper(plan, outside);
  const moments = [stepper.begin(sampleStart({}))];
  for (let n = 0; n < MOST; n++) {
    const next = stepper.forward(moments.at(-1) as Moment);
    if (!next) break;
    moments.push(next);
  }
  return { stepper, moments };
}

const plain = (moment: Moment | null): unknown => JSON.parse(JSON.stringify(moment));

test('a moment that is gone back to leads to the same moments again, and the last is where a run in one go ends', () => {
  fc.assert(
    fc.property(randomCase, fc.nat(), ({ flow, replyAt, endsAfterMs }, at) => {
      const { plan } = compile(flow, testCatalogue);
      if (!plan) return;
      // Answers by the number of the call: a moment that is played twice asks the same thing twice.
      const outside: Outside = { reply: (asked) => replyAt(asked.call), endsAfterMs };
      const { stepper, moments } = walk(plan, outside);
      const back = at % moments.length;
      const before = plain(moments[back] ?? null);
      expect(plain(stepper.forward(moments[back] as Moment))).toEqual(plain(moments[back + 1] ?? null));
      expect(plain(moments[back] ?? null)).toEqual(before);
      const whole = simulate(plan, sampleStart({}), outside, { maxEvents: MOST });
      const last = moments.at(-1);
      expect(last?.state.end).toEqual(whole.end);
      expect(last?.steps).toEqual(whole.steps);
    }),
    { numRuns: 12 },
  );
});

const decided = planOf({
  nodes: [
    call('get'),
    { id: 'boss', type: 'approval', config: { title: 'Ok?', timeout: 'P2D' } },
    set('yes', { v: '{{ steps.get.price }}' }),
    set('late'),
  ],
  edges: ['trigger > get', 'get > boss', 'boss.approved > yes', 'boss.timeout > late'],
});
const nobodyDecides: Outside = worldOf({ get: ok({ price: 9 }), boss: () => null });

test('what somebody decides comes in place of what would, and time is skipped to what comes next', () => {
  const stepper = new Stepper(decided, nobodyDecides);
  const go = (moment: Moment): Moment => {
    const next = stepper.forward(moment);
    if (!next) throw new Error('nothing comes next');
    return next;
  };
  const asked = go(stepper.begin(sampleStart({})));
  expect(asked.asked.map(({ node }) => node)).toEqual(['get']);
  const waiting = go(asked);
  expect(waiting.waitingFor.map(({ kind }) => kind)).toEqual(['approval']);

  const late = go(waiting);
  // The approval is closed a moment after its time, and that is part of it.
  expect(late.now - waiting.now).toBe(2 * 24 * 3_600_000 + 1);
  expect(late.steps.find(({ node }) => node === 'late')?.status).toBe('succeeded');

  const approval = waiting.asked[0]?.call ?? -1;
  const approved = stepper.answer(waiting, approval, {
    kind: 'ok',
    output: { decision: 'approved' },
    attempts: 1,
    port: 'approved',
  });
  expect(approved.steps.find(({ node }) => node === 'yes')?.output).toEqual({ v: 9 });
  expect([approved.now, approved.state.end?.status]).toEqual([waiting.now, 'succeeded']);

  const error = { code: 'http_500', message: '' };
  const broken = stepper.answer(asked, asked.asked[0]?.call ?? -1, { kind: 'error', error, attempts: 3 });
  expect(broken.state.end?.error?.code).toBe('http_500');
  expect(stepper.forward(broken)).toBeNull();
});
