import { expect, test } from 'vitest';
import type { JsonObject } from '../json.ts';
import { runFlow, set, statusesOf } from '../testing.ts';

/** 21 November 2026 is a Saturday; the run starts at 09:00 in São Paulo. */
const waited = (config: JsonObject, data: JsonObject = {}) => {
  const run = runFlow(
    {
      nodes: [{ id: 'w', type: 'wait', config }, set('m', { at: '{{ steps.w.firedAt }}' })],
      edges: ['trigger > w', 'w > m'],
      settings: { timeout: null },
    },
    data,
  );
  return { run, at: (run.end?.output as JsonObject | null)?.at };
};

test('wait for a duration, and until an instant', () => {
  expect(waited({ for: 'PT2S' }).run.tookMs).toBe(2000);
  expect(waited({ for: '{{ trigger.data.t }}' }, { t: 'PT3S' }).run.tookMs).toBe(3000);
  expect(waited({ until: '2026-11-21T13:30:00.000Z' }).at).toBe('2026-11-21T13:30:00.000Z');
});

test('a moment that has passed, and a negative duration, are over at once and without a timer', () => {
  for (const config of [{ until: '2020-01-01T00:00:00Z' }, { for: '-P1D' }, { for: 'PT0S' }] as JsonObject[]) {
    const { run } = waited(config);
    expect(run.tookMs).toBe(0);
    expect(run.commands.some((command) => command.kind === 'timer')).toBe(false);
  }
});

test('calendar units are those of the zone of the flow', () => {
  expect(waited({ for: 'P1M' }).at).toBe('2026-12-21T12:00:00.000Z');
  expect(waited({ until: '{{ addDuration(today(), "P2D") }}' }).at).toBe('2026-11-23T03:00:00.000Z');
});

test('a window puts the end off into it', () => {
  expect(waited({ for: 'PT1M', window: { from: '10:00', to: '18:00' } }).at).toBe('2026-11-21T13:00:00.000Z');
  expect(waited({ for: 'PT1H', window: { from: '09:00', to: '18:00' } }).at).toBe('2026-11-21T13:00:00.000Z');
  expect(waited({ for: 'PT10H', window: { from: '09:00', to: '18:00' } }).at).toBe('2026-11-22T12:00:00.000Z');
  expect(waited({ for: 'PT1H', window: { from: '09:00', to: '18:00', days: ['wed', 'thu'] } }).at).toBe(
    '2026-11-25T12:00:00.000Z',
  );
});

test('business days leave out weekends and holidays', () => {
  const window = { from: '09:00', to: '18:00', days: 'business' };
  expect(waited({ for: 'PT1M', window }).at).toBe('2026-11-23T12:00:00.000Z');
  // Friday, 25 December 2026: on to Monday.
  expect(waited({ until: '2026-12-25T13:00:00Z', window }).at).toBe('2026-12-28T12:00:00.000Z');
});

test('a wait that has passed is put off into its window, too', () => {
  expect(waited({ until: '2020-01-01T00:00:00Z', window: { from: '09:00', to: '18:00', days: ['mon'] } }).at).toBe(
    '2026-11-23T12:00:00.000Z',
  );
});

test('what is no duration and no instant is the failure of the node', () => {
  for (const data of [{ t: 'três dias' }, { t: 5 }, { t: null }]) {
    expect(waited({ for: '{{ trigger.data.t }}' }, data).run.end?.error?.code).toBe('bad_value');
    expect(waited({ until: '{{ trigger.data.t }}' }, data).run.end?.error?.code).toBe('bad_value');
  }
});

test('a run says what it waits for, since when and until when', () => {
  const open = runFlow(
    { nodes: [{ id: 'w', type: 'wait', config: { for: 'PT1H' } }], edges: ['trigger > w'] },
    {},
    undefined,
    { maxEvents: 1 },
  );
  expect(open.waitingFor).toEqual([
    {
      node: 'w',
      kind: 'timer',
      since: '2026-11-21T12:00:00.000Z',
      until: '2026-11-21T13:00:00.000Z',
      reason: 'Espera a hora',
    },
  ]);
  expect(statusesOf(open)).toEqual({ w: ['waiting'] });
});
