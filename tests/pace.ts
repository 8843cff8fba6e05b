import { setTimeout as sleep } from 'node:timers/promises';

/** What the loop takes on an idle core of some 2.5 GHz, ms. */
const IDLE_MS = 9;
const ROUNDS = 5_000_000;
const PAUSE_MS = 200;

const loopMs = (): number => {
  const began = performance.now();
  let sum = 0;
  for (let i = 0; i < ROUNDS; i++) sum = (sum + i * 7) | 0;
  return sum === 1 ? 0 : performance.now() - began;
};

/**
 * How many times slower this process is served right now than alone on an idle core; never less than 1. A bound of time in a test
 * is a ratio to this, measured in the same run: a machine that does other things as well is slow, not wrong.
 */
export const pace = (): number => Math.max(1, loopMs() / IDLE_MS);

/**
 * How many times slower a core itself is right now than an idle one, never less than 1: for bounds of CPU, which does not pass while
 * others have the core, but does pass more slowly on a core that is clocked down or shared with another machine.
 */
export function corePace(): number {
  const before = process.cpuUsage();
  loopMs();
  const { user, system } = process.cpuUsage(before);
  return Math.max(1, (user + system) / 1000 / IDLE_MS);
}

/** What work gave that waits for others, how long it took in milliseconds as of an idle machine, and the pace meanwhile. */
export async function timed<T>(work: () => Promise<T>): Promise<{ result: T; idleMs: number; pace: number }> {
  const paces = [pace()];
  let isOver = false;
  const watch = (async () => {
    for (; !isOver; await sleep(PAUSE_MS)) paces.push(pace());
  })();
  const began = performance.now();
  const result = await work().finally(() => {
    isOver = true;
  });
  const took = performance.now() - began;
  await watch;
  const mean = paces.reduce((sum, one) => sum + one, 0) / paces.length;
  return { result, idleMs: took / mean, pace: mean };
}
