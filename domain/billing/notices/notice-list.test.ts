import { expect, test } from 'vitest';
import { DUNNING_NOTICES } from '#flow/contracts/billing-desk.ts';
import { NOTICES, needsNothing } from './notice-list.ts';

test('what a step of dunning may tell is there, needs no more than the facts, and is over once it is paid', () => {
  expect(DUNNING_NOTICES.filter((name) => !needsNothing(name))).toEqual([]);
  for (const name of DUNNING_NOTICES) expect(NOTICES[name].until).toContain('recovered');
});

test.each(['payment_failed_agian', 'toString', 'pix_waiting', 'usage_full', 'invoice_issued'])(
  'a step cannot tell %s',
  (name) => {
    expect(needsNothing(name)).toBe(false);
  },
);
