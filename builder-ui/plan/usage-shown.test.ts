import { expect, test } from 'vitest';
import type { Usage } from './plan-api.ts';
import { nearestLimits, usageShown } from './usage-shown.ts';

const use = (feature: string, current: number, limit: number): Usage => ({
  ...{ feature, kind: 'metered', current, limit, percentage: limit > 0 ? (current / limit) * 100 : 0 },
  ...{ warning: 'none', resetsAt: null },
});
const namesOf = (usage: Usage[]) => usage.map(({ feature }) => feature);
/** As a new account of FREE has it. */
const NEW = [
  use('searches', 0, 50),
  use('alerts', 0, 5),
  use('flows', 0, 3),
  use('crm_leads', 0, 0),
  use('runs', 0, 100),
];

test('neither page promises what the product does not have yet', () => {
  expect(namesOf(usageShown(NEW))).toEqual(['flows', 'runs']);
  expect(namesOf(nearestLimits(NEW, 4))).toEqual(['flows', 'runs']);
});

test('what is nearest to its limit comes first; a few of what has one are shown elsewhere', () => {
  const usage = [use('runs', 1, 100), use('users', 9, -1), use('flows', 3, 3), use('machines', 2, 0)];
  expect(namesOf(usageShown(usage))).toEqual(['flows', 'runs', 'machines', 'users']);
  expect(namesOf(nearestLimits(usage, 1))).toEqual(['flows']);
});
