import { expect, test } from 'vitest';
import { SsoRefused } from './sso-refusal.ts';
import { readXml } from './xml-tree.ts';

test.each([
  ['elements within each other without end', `${'<a>'.repeat(150)}x${'</a>'.repeat(150)}`],
  ['a name that means something to JavaScript', '<constructor/>'],
  ['its prototype', '<a><__proto__>x</__proto__></a>'],
])('%s: refused, not broken by', (_, xml) => {
  expect(() => readXml(xml)).toThrow(SsoRefused);
});
