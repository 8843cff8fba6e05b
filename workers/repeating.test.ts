import { expect, test } from 'vitest';
import { Repeating } from './repeating.ts';

/** Runs until so many turns are done, then stops. */
const turns = async (count: number, turn: (n: number) => number): Promise<{ at: number[]; errors: unknown[] }> => {
  const at: number[] = [];
  const errors: unknown[] = [];
  let done = () => {};
  const enough = new Promise<void>((resolve) => (done = resolve));
  const repeating = new Repeating(
    async () => {
      at.push(performance.now());
      if (at.length === count) done();
      return turn(at.length);
    },
    (error) => errors.push(error),
  );
  await enough;
  await repeating.stop();
  return { at, errors };
};

const gaps = (at: number[]): number[] => at.slice(1).map((time, i) => time - (at[i] ?? 0));

test('the next turn comes when the last one said, at once where it said 0', async () => {
  const [first = 0, second = 0] = gaps((await turns(3, (n) => (n === 1 ? 0 : 60))).at);
  expect(first).toBeLessThan(50);
  expect(second).toBeGreaterThan(50);
});

test('after errors the pauses grow; after a turn that went well they are short again', async () => {
  const { at, errors } = await turns(5, (n) => {
    if (n === 3) return 0;
    throw new Error(`turn ${n}`);
  });
  const [first = 0, second = 0, , again = 0] = gaps(at);
  expect(first).toBeGreaterThan(90);
  expect(second).toBeGreaterThan(1.5 * first);
  expect(again).toBeLessThan(1.5 * first);
  expect(errors).toMatchObject([1, 2, 4, 5].map((n) => ({ message: `turn ${n}` })));
});

test('stop waits for the turn that is under way, and cuts a pause short', async () => {
  let ended = false;
  const slow = new Repeating(
    async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      ended = true;
      return 60_000;
    },
    () => undefined,
  );
  await slow.stop();
  expect(ended).toBe(true);

  const pausing = new Repeating(
    async () => 60_000,
    () => undefined,
  );
  await new Promise((resolve) => setTimeout(resolve, 10));
  const began = performance.now();
  await pausing.stop();
  expect(performance.now() - began).toBeLessThan(1_000);
});
