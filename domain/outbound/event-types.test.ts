import { expect, test } from 'vitest';
import { bodyOf, EVENT_TYPE_NAMES, EVENT_TYPES, MOST_BYTES } from './event-types.ts';

test.each(EVENT_TYPE_NAMES)('the example of %s is what its schema says, and nothing beside', (name) => {
  const { data, example } = EVENT_TYPES[name];
  expect(data.strict().parse(example)).toEqual(example);
});

test('no message can be larger than what receivers are promised', () => {
  const long = 'ã'.repeat(2_000);
  const wait = { node: long.slice(0, 200), kind: 'timer' };
  const worst = [{ error: { code: long, message: long } }, { waitingFor: Array.from({ length: 20 }, () => wait) }];
  for (const data of worst)
    expect(Buffer.byteLength(bodyOf('run.failed', new Date(0).toISOString(), data))).toBeLessThan(MOST_BYTES);
});
