import { expect, test } from 'vitest';
import type { SentEvent } from '#api/frame/answer.ts';
import type { TraceStatus } from '#flow/machine/protocol.ts';
import { followRun, resumePoint } from './follow-run.ts';

const step = (n: number, status: TraceStatus) => ({ n, status, attempts: 1, endedAt: null });

async function follow(looks: { status: string; steps: ReturnType<typeof step>[] }[], from = 0) {
  const events: SentEvent[] = [];
  let at = 0;
  const source = {
    load: async (since: number) => {
      const look = looks[Math.min(at++, looks.length - 1)] ?? { status: 'failed', steps: [] };
      return { run: { status: look.status }, steps: look.steps.filter((one) => one.n > since) };
    },
    changed: async () => {},
  };
  await followRun(source, { send: (event) => void events.push(event), signal: new AbortController().signal }, from);
  return events.map(
    ({ id, event, data }) =>
      `${id ?? ''} ${event} ${(data as { n?: number }).n ?? ''} ${(data as { status: string }).status}`,
  );
}

const looks = [
  { status: 'running', steps: [step(1, 'succeeded'), step(2, 'running'), step(3, 'succeeded')] },
  { status: 'running', steps: [step(1, 'succeeded'), step(2, 'succeeded'), step(3, 'succeeded')] },
  {
    status: 'succeeded',
    steps: [step(1, 'succeeded'), step(2, 'succeeded'), step(3, 'succeeded'), step(4, 'succeeded')],
  },
];

test('each change of a step is sent once, and the end closes the stream', async () => {
  expect(await follow(looks)).toEqual([
    '1 step 1 succeeded',
    '1 step 2 running',
    '1 step 3 succeeded',
    '1 run  running',
    '2 step 2 succeeded',
    '4 step 4 succeeded',
    '4 run  succeeded',
    ' end  succeeded',
  ]);
});

test('who comes back with the last id misses no later state of any step', async () => {
  const again = await follow(looks.slice(1), 1);
  expect(again.filter((line) => line.includes('step'))).toEqual([
    '2 step 2 succeeded',
    '3 step 3 succeeded',
    '4 step 4 succeeded',
  ]);
});

test('an id that is none begins from the beginning', () => {
  expect([undefined, 'x', '-1', '1e99', '7'].map(resumePoint)).toEqual([0, 0, 0, 0, 7]);
});
