import { expect, test } from 'vitest';
import type { Json } from '#flow/json.ts';
import type { PollNames } from '#flow/machine/poll-names.ts';
import type { ActionCall } from '#workflows/engine-activities.ts';
import { poll } from './poll.ts';

const call = { timezone: 'America/Sao_Paulo', locale: 'en' } as ActionCall;

/** Polls answers that come one after another, the last for ever. Gives the one wished for, or the error's code. */
const polled = async (until: string, answers: Json[], names?: PollNames): Promise<Json> => {
  let n = 0;
  const how = { everyMs: 1, until, forMs: 50, ...(names ? { names } : {}) };
  const read = async (): Promise<Json> => answers[Math.min(n++, answers.length - 1)] ?? null;
  return poll(call, how, read, new AbortController().signal).catch((error) => error.code);
};

test('repeats the read until the test is true; null and false are not', async () => {
  expect(await polled('{{ output.ready }}', [{}, { ready: false }, { ready: true, n: 3 }])).toEqual({
    ready: true,
    n: 3,
  });
  expect(await polled('{{ output.ready }}', [{}])).toBe('timeout');
});

test('a test that gives anything but true, false or null fails at once, as every test does', async () => {
  for (const ready of [1, 'true', [], {}]) expect(await polled('{{ output.ready }}', [{ ready }])).toBe('bad_value');
});

test('reads what the machine sent along: steps, ports, errors, variables, the trigger', async () => {
  const names = {
    steps: { a: { n: 2 } },
    port: { a: 'out' },
    errors: { a: null },
    vars: { m: 5 },
    trigger: { data: 1 },
  };
  const until =
    '{{ output > steps.a.n && output == vars.m && port.a == "out" && errors.a == null && trigger.data == 1 }}';
  expect(await polled(until, [2, 4, 5], names)).toBe(5);
});

test('a name that was not sent is an error, also one that every object has', async () => {
  expect(await polled('{{ toString == null }}', [1])).toBe('bad_value');
});
