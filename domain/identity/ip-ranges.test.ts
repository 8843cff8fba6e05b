import { expect, test } from 'vitest';
import { isInRanges, isIpRange, placeOf } from './ip-ranges.ts';

test('addresses and CIDR ranges of both kinds are ranges; words, short forms and masks that are too long are not', () => {
  for (const text of ['203.0.113.7', '10.0.0.0/8', '2001:db8::/32', '::1', '0.0.0.0/0'])
    expect(isIpRange(text), text).toBe(true);
  for (const text of ['', 'x', '10.1', '10.0.0.0/33', '300.1.1.1', '2001:db8::/129', '10.0.0.0/', '0x7f.0.0.1'])
    expect(isIpRange(text), text).toBe(false);
});

test('an address is in its range, also where IPv6 carries it, and never in one of the other kind', () => {
  expect(isInRanges('10.1.2.3', ['192.168.0.0/16', '10.0.0.0/8'])).toBe(true);
  expect(isInRanges('::ffff:10.1.2.3', ['10.0.0.0/8'])).toBe(true);
  expect(isInRanges('2001:db8:1::5', ['2001:db8::/32'])).toBe(true);
  expect(isInRanges('11.1.2.3', ['10.0.0.0/8'])).toBe(false);
  expect(isInRanges('10.1.2.3', ['::/0'])).toBe(false);
  expect(isInRanges('', ['0.0.0.0/0'])).toBe(false);
});

test('tries are counted by the address of IPv4, and by the /64 of IPv6', () => {
  expect(
    ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1', ''].map(
      placeOf,
    ),
  ).toEqual(['203.0.113.7', '203.0.113.7', '2001:db8:1:2::', '2001:db8:1:2::', '2001:db8:1:3::', '']);
});
