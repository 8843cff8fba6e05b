import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MachineWorkers } from './machine-workers.ts';

/** A worker that runs until it is told to stop. */
function endless() {
  let end: () => void = () => undefined;
  let state = 'RUNNING';
  const running = new Promise<void>((resolve) => {
    end = resolve;
  });
  const shutdown = () => {
    state = 'STOPPED';
    end();
  };
  return { run: () => running, shutdown, getState: () => state };
}

let begun: number[];
let open: number[];
let said: string[];
let machines: MachineWorkers | undefined;

beforeEach(() => {
  [begun, open, said] = [[], [], []];
});
afterEach(async () => {
  await machines?.stop();
});

const serve = async (here: number[], first: number[]): Promise<void> => {
  const create = (machine: number) => {
    begun.push(machine);
    return Promise.resolve(endless());
  };
  const log = pino({ level: 'warn' }, { write: (line) => said.push(String(JSON.parse(line).machine)) });
  const needed = () => Promise.resolve(open);
  machines = new MachineWorkers({ here, create, needed, log, onLost: () => undefined, lookEveryMs: 5 });
  await machines.start(first);
};

test('a machine has one worker, however often it is named', async () => {
  await serve([1], [1, 1]);
  await sleep(40);
  expect(begun).toEqual([1]);
});

test('an older machine is served from when open runs need it', async () => {
  await serve([1, 2, 3], [3]);
  await sleep(20);
  expect(begun).toEqual([3]);
  open = [1, 3];
  await expect.poll(() => begun).toEqual([3, 1]);
});

test('runs of a machine that is not here are told of, once', async () => {
  open = [4];
  await serve([1, 2], [2]);
  await expect.poll(() => said).toEqual(['4']);
  await sleep(20);
  expect([begun, said]).toEqual([[2], ['4']]);
});
