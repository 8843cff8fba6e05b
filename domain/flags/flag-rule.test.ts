import { expect, test } from 'vitest';
import { evaluate, FlagRule } from './flag-rule.ts';

const TENANTS = Array.from({ length: 2_000 }, (_, n) => `ten_${n.toString(16).padStart(32, '0')}`);
const rule = (more: Partial<FlagRule>): FlagRule => FlagRule.parse({ on: true, percentage: 0, ...more });
const onFor = (key: string, given: FlagRule, plan = 'FREE') =>
  TENANTS.filter((tenantId) => evaluate(key, given, { tenantId, plan }).on);

test('a rollout of 10, 50 and 100 percent reaches about so many, and nobody loses it on the way up', () => {
  const [ten, fifty, all] = [10, 50, 100].map((percentage) => onFor('new-canvas', rule({ percentage })));
  expect(ten?.length).toBeGreaterThan(140);
  expect(ten?.length).toBeLessThan(260);
  expect(fifty?.length).toBeGreaterThan(900);
  expect(fifty?.length).toBeLessThan(1_100);
  expect(all).toHaveLength(TENANTS.length);
  expect(ten?.every((one) => fifty?.includes(one))).toBe(true);
});

test('it is not always the same tenants who try what is new', () => {
  const [one, other] = ['a', 'b'].map((key) => new Set(onFor(key, rule({ percentage: 10 }))));
  const both = [...(one ?? [])].filter((tenant) => other?.has(tenant));
  expect(both.length).toBeLessThan(60);
});

test('plans and tenants have it beside the rollout; exceptions do not, and off is off', () => {
  const [first = '', second = ''] = TENANTS;
  expect(onFor('x', rule({ plans: ['BUSINESS'] }), 'BUSINESS')).toHaveLength(TENANTS.length);
  expect(onFor('x', rule({ plans: ['BUSINESS'] }))).toEqual([]);
  expect(onFor('x', rule({ tenants: [first] }))).toEqual([first]);
  expect(onFor('x', rule({ percentage: 100, except: [second] }))).not.toContain(second);
  expect(onFor('x', rule({ on: false, percentage: 100, tenants: [first] }))).toEqual([]);
});
