import { expect, test } from 'vitest';
import { plainJson } from './plain-json.ts';

test('what SQL cannot read in JSON is kept as U+FFFD, in keys too, and all else as it is', () => {
  const given = { 'a\0': 'x\0y', half: '\ud800', other: 'b\udfff', whole: '😀', said: '\\u0000', line: '\n"\\' };
  expect(JSON.parse(plainJson(given))).toEqual({
    'a\ufffd': 'x\ufffdy',
    half: '\ufffd',
    other: 'b\ufffd',
    whole: '😀',
    said: '\\u0000',
    line: '\n"\\',
  });
});
