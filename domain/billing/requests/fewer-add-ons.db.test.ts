import { afterAll, expect, test } from 'vitest';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { listFrozen, previewFreeze } from '../../entitlements/freeze.ts';
import { countStanding } from '../../entitlements/standing.ts';
import { formatId, newId, parseId } from '../../ids.ts';
import { findPlanVersion } from '../catalogue/plan-version.ts';
import { holdFacts } from '../subscription/facts-at-work.ts';
import { previewChange } from './preview-change.ts';
import { findWish } from './wish.ts';

const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, pass, sync } = billing;
afterAll(() => data.close());

const carry = async (tenantId: string, kind: RequestKind, input: JsonObject) => {
  const wish = await ask(tenantId, kind, input);
  return { wish, ...(await billing.desk.carryOut(tenantId, wish.id, 'k')) };
};
const standing = (tenantId: string) => data.database.withTenant(tenantId, (db) => countStanding(db, 'users'));
const frozen = (tenantId: string) => data.database.withTenant(tenantId, listFrozen);

/** Pays for STARTER, which has room for five people, and ten more; fifteen are there. */
const fullHouse = async (more: JsonObject = {}): Promise<{ tenantId: string; people: string[] }> => {
  const tenantId = await billing.tenant();
  const wanted = { tier: 'STARTER', interval: 'month', provider: 'stripe' };
  const { wish } = await carry(tenantId, 'subscribe', {
    ...wanted,
    addOns: [{ key: 'users-5', quantity: 2 }],
    ...more,
  });
  const kept = await data.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  billing.stripe.pay(kept?.ref ?? '');
  await sync(tenantId);
  const people: string[] = [];
  for (let n = 1; n < 15; n++) {
    const uuid = parseId('usr', newId('usr'));
    const { sql } = data.database.admin;
    await sql`insert into users (id, email, name) values (${uuid}, ${`${uuid}@example.com`}, 'Eva')`;
    await sql`insert into memberships (tenant_id, user_id, role) values (${parseId('ten', tenantId)}, ${uuid}, 'editor')`;
    people.push(formatId('usr', uuid));
  }
  return { tenantId, people };
};

test('add-ons that end take their room along: who has none stands still, but whom the owner chose', async () => {
  const { tenantId, people } = await fullHouse();
  const other = await fullHouse();
  const keep = { users: people.slice(-4) };
  expect(await carry(tenantId, 'change', { addOns: [], keep })).toMatchObject({ outcome: 'done' });
  expect(await standing(tenantId)).toBe(15);
  pass(30);
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'p1');
  await billing.desk.applyPending(tenantId, 'p2');
  expect(await standing(tenantId)).toBe(5);
  const [shown] = await frozen(tenantId);
  const works = shown?.items.filter(({ keeps }) => keeps).map(({ id }) => id);
  expect(works).toEqual(expect.arrayContaining(keep.users));
  expect(works).toHaveLength(5);
  expect(await standing(other.tenantId)).toBe(15);
});

test('bought again, the room is back with everybody in it', async () => {
  const { tenantId } = await fullHouse();
  await carry(tenantId, 'change', { addOns: [] });
  pass(30);
  await sync(tenantId);
  await billing.desk.applyPending(tenantId, 'p');
  expect(await standing(tenantId)).toBe(5);
  const back = await carry(tenantId, 'change', { addOns: [{ key: 'users-5', quantity: 1 }] });
  expect(back).toMatchObject({ outcome: 'done' });
  expect(await standing(tenantId)).toBe(10);
});

test('what is shown before add-ons are dropped says who will stand still', async () => {
  const { tenantId } = await fullHouse();
  const freezes = await data.database.withTenant(tenantId, async (db) => {
    const at = { atMs: billing.clock.ms, intervalChange: true };
    const { target } = await previewChange(await holdFacts(billing.deps, db), { addOns: [] }, at);
    const plan = await findPlanVersion(db.sql, target.planVersionId);
    return await previewFreeze(db, plan?.limits ?? {}, target.items);
  });
  expect(freezes).toMatchObject([{ feature: 'users', limit: 5 }]);
  expect(freezes[0]?.items.filter(({ keeps }) => keeps)).toHaveLength(5);
});

test('in a trial fewer add-ons count at once, and the owner’s choice with them', async () => {
  const { tenantId, people } = await fullHouse({ trial: true });
  const keep = { users: people.slice(-4) };
  expect(await carry(tenantId, 'change', { addOns: [], keep })).toMatchObject({ outcome: 'done' });
  const [shown] = await frozen(tenantId);
  expect(shown?.items.filter(({ keeps }) => keeps).map(({ id }) => id)).toEqual(expect.arrayContaining(keep.users));
  expect(await standing(tenantId)).toBe(5);
});
