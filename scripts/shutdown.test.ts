import { expect, test } from 'vitest';
import { createShutdown } from './shutdown.ts';

const recorded = () => {
  const done: string[] = [];
  const shutdown = createShutdown({
    exit: (code) => void done.push(`exit ${code}`),
    log: (line) => void done.push(line),
  });
  return { done, shutdown };
};

test('what was started last ends first, and then the process', async () => {
  const { done, shutdown } = recorded();
  for (const name of ['database', 'workers', 'api']) shutdown.defer(name, 100, () => void done.push(name));
  await shutdown.begin(0);
  expect(done).toEqual(['api', 'workers', 'database', 'exit 0']);
});

test('a part that hangs or fails holds up the others no longer than its grace', async () => {
  const { done, shutdown } = recorded();
  shutdown.defer('last', 100, () => void done.push('last'));
  shutdown.defer('fails', 100, () => Promise.reject(new Error('no')));
  shutdown.defer('hangs', 20, () => new Promise(() => {}));
  await shutdown.begin(1);
  expect(done).toEqual(['hangs did not end within 20 ms', 'fails did not end well: no', 'last', 'exit 1']);
});

test('one key press that comes as several signals is one', async () => {
  const { done, shutdown } = recorded();
  shutdown.defer('slow', 1_000, () => new Promise((resolve) => setTimeout(resolve, 30)));
  shutdown.onSignal(0);
  shutdown.onSignal(5);
  shutdown.onSignal(900);
  await shutdown.begin(0);
  expect(done).toEqual(['exit 0']);
});

test('a second Ctrl-C ends at once', () => {
  const { done, shutdown } = recorded();
  shutdown.defer('slow', 1_000, () => new Promise(() => {}));
  shutdown.onSignal(0);
  shutdown.onSignal(1_500);
  expect(done).toEqual(['exit 130']);
});
