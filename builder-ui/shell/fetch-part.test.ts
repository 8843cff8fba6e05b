import { expect, test } from 'vitest';
import { fetchPart } from './fetch-part.ts';

const gone = () => new TypeError('Failed to fetch dynamically imported module: https://x.example/a.js');

const after = (failures: Error[], tries?: number) => {
  const seen: number[] = [];
  let missing = 0;
  const load = async () => {
    const failure = failures.shift();
    if (failure) throw failure;
    return 'there';
  };
  const wait = async (ms: number) => void seen.push(ms);
  const onMissing = () => void missing++;
  return {
    seen,
    missed: () => missing,
    part: fetchPart(load, { wait, onMissing, ...(tries === undefined ? {} : { tries }) }),
  };
};

test('a part of the build that does not come is asked for until it is there, later each time', async () => {
  const { part, seen, missed } = after([gone(), gone(), gone(), gone(), gone(), gone()]);
  expect(await part).toBe('there');
  expect(seen).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  expect(missed()).toBe(6);
});

test('a page is given up after a few; what the code itself throws is thrown at once', async () => {
  await expect(after([gone(), gone(), gone()], 3).part).rejects.toThrow('dynamically imported');
  const broken = after([new Error('x is not a function')]);
  await expect(broken.part).rejects.toThrow('not a function');
  expect(broken.seen).toEqual([]);
});
