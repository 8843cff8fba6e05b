import { afterAll, expect, test } from 'vitest';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { listFlagChanges, listFlags, rollBackFlag, saveFlag } from './flag-rows.ts';
import { FlagRule } from './flag-rule.ts';
import { createFlags } from './flags.ts';

const fixture = await dataFixture(4);
const { admin } = fixture.database;
afterAll(() => fixture.close());

const rule = (percentage: number) => FlagRule.parse({ on: true, percentage });
const by = { by: 'operator:x', reason: 'test' };
const subject = { tenantId: 'ten_00000000000000000000000000000001', plan: 'FREE' };

test('a flag is turned up, down and back; each change stays in its history', async () => {
  const flags = createFlags(fixture.database);
  expect(await flags.isOn('new-canvas', subject)).toBe(false);
  await saveFlag(admin, { key: 'new-canvas', rule: rule(0), description: 'The canvas', ...by });
  await saveFlag(admin, { key: 'new-canvas', rule: rule(100), ...by, seen: 1 });
  flags.forget();
  expect(await flags.isOn('new-canvas', subject)).toBe(true);
  expect(await flags.all(subject)).toEqual({ 'new-canvas': true });
  await rollBackFlag(admin, { key: 'new-canvas', revision: 1, ...by });
  flags.forget();
  expect(await flags.isOn('new-canvas', subject)).toBe(false);
  expect(
    (await listFlagChanges(fixture.database, 'new-canvas')).data.map(({ rule: { percentage } }) => percentage),
  ).toEqual([0, 100, 0]);
  expect(await listFlags(admin.sql)).toMatchObject([{ description: 'The canvas', revision: 3 }]);
});

test('of two who change it at once, having seen the same, one is told so', async () => {
  await saveFlag(admin, { key: 'other', rule: rule(10), ...by });
  const change = (percentage: number) => saveFlag(admin, { key: 'other', rule: rule(percentage), ...by, seen: 1 });
  const results = await Promise.allSettled([change(50), change(60)]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});
