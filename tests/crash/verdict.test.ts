import { expect, test } from 'vitest';
import { Chance } from './chance.ts';
import type { Try } from './load.ts';
import { Receiver } from './receiver.ts';
import { verdictOf } from './verdict.ts';

const accepted = (token: string, more: Partial<Try> = {}): Try => ({
  ...{ kind: 'soon', token, key: null, acceptedAt: 1, runId: `run_${token}`, wrong: null },
  ...more,
});

interface Call {
  token: string;
  step: string;
  key?: string;
  run?: string;
}

/** What the outside makes of these calls, one after another. */
async function after(calls: Call[], tries: Try[], statuses: Record<string, string> = {}) {
  const receiver = await Receiver.open(new Chance(1));
  for (const { token, step, key = `${token}/${step}`, run = `run_${token}` } of calls) {
    await fetch(`http://127.0.0.1:${receiver.port}/`, {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body: JSON.stringify({ token, step, run }),
    });
  }
  await receiver.close();
  const endings = new Map(Object.entries(statuses).map(([run, status]) => [run, { status, error: null }]));
  return verdictOf({ tries, receiver, endings });
}

const whole = (token: string): Call[] => [
  { token, step: 'a' },
  { token, step: 'b' },
];

test('what was accepted and carried out whole is all right, also where a call was repeated under its key', async () => {
  const verdict = await after([...whole('x'), { token: 'x', step: 'b' }], [accepted('x')], { run_x: 'succeeded' });
  expect(verdict).toEqual({ lost: [], doubledOtherKey: [], doubledSameKey: 1, broken: [] });
});

test('an accepted trigger that stops half-way, or ends in another way, is lost', async () => {
  expect((await after([{ token: 'x', step: 'a' }], [accepted('x')])).lost).toHaveLength(1);
  expect((await after(whole('x'), [accepted('x')], { run_x: 'failed' })).lost).toHaveLength(1);
  expect((await after([], [accepted('x', { acceptedAt: null })])).lost).toEqual([]);
});

test('the same effect under a second key, or by a second run, is found', async () => {
  const again = { token: 'x', step: 'b', key: 'other' };
  expect((await after([...whole('x'), again], [accepted('x')])).doubledOtherKey).toHaveLength(1);
  const other = { token: 'x', step: 'b', run: 'run_y' };
  expect((await after([...whole('x'), other], [accepted('x')])).broken).toHaveLength(1);
});

test('effects that nobody asked for, calls without a key, and wrong answers are found', async () => {
  expect((await after(whole('x'), [])).broken).toHaveLength(1);
  expect((await after([{ token: 'x', step: 'c' }, ...whole('x')], [accepted('x')])).broken).toHaveLength(1);
  expect((await after([{ token: '', step: 'c' }], [])).broken).toHaveLength(1);
  expect((await after(whole('x'), [accepted('x', { wrong: 'answered 500' })])).broken).toHaveLength(1);
});

test('of one key the next begins when the one before has ended', async () => {
  const tries = ['1', '2'].map((token) => accepted(token, { kind: 'queue', key: 'k' }));
  const calls = (order: string[]): Call[] =>
    order.map((one) => ({ token: one[0] ?? '', step: one.endsWith('e') ? 'enter' : 'leave' }));
  expect((await after(calls(['1e', '1l', '2e', '2l']), tries)).broken).toEqual([]);
  expect((await after(calls(['1e', '2e', '1l', '2l']), tries)).broken).toHaveLength(1);
  expect((await after(calls(['2e', '2l', '1e', '1l']), tries)).broken).toHaveLength(1);
});

test('more of a group at once than it lets in are found', async () => {
  const tries = ['1', '2', '3'].map((n) => accepted(`group-${n}`, { kind: 'group' }));
  const calls = tries.flatMap(({ token }): Call[] => [{ token, step: 'enter' }]);
  const out = tries.map(({ token }): Call => ({ token, step: 'leave' }));
  expect((await after([...calls, ...out], tries)).broken).toHaveLength(1);
  const inTurn = calls.flatMap((call, i): Call[] => [call, out[i] ?? call]);
  expect((await after(inTurn, tries)).broken).toEqual([]);
});
