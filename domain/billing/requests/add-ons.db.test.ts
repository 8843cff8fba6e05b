import { afterAll, expect, test } from 'vitest';
import type { RequestKind } from '#flow/contracts/billing-desk.ts';
import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { parseId } from '../../ids.ts';
import { planTarget } from './plan-target.ts';
import { findWish } from './wish.ts';

const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, sync, facts } = billing;
afterAll(() => data.close());

const carry = async (tenantId: string, kind: RequestKind, input: JsonObject = {}) => {
  const wish = await ask(tenantId, kind, input);
  return { wish, ...(await billing.desk.carryOut(tenantId, wish.id, 'k')) };
};

/** A tenant that pays for a plan at Stripe. */
const subscriber = async (tier = 'STARTER', more: JsonObject = {}): Promise<string> => {
  const tenantId = await billing.tenant();
  const { wish, outcome } = await carry(tenantId, 'subscribe', {
    tier,
    interval: 'month',
    provider: 'stripe',
    ...more,
  });
  expect(outcome).toBe('waiting');
  const kept = await data.database.withTenant(tenantId, (db) => findWish(db, wish.id));
  billing.stripe.pay(kept?.ref ?? '');
  await sync(tenantId);
  return tenantId;
};

test('an add-on is named once, within its number, and one that is not sold any more is kept and not bought', async () => {
  const { sql } = data.database.admin;
  await sql`
    insert into add_ons (key, name, description, month, year, max_quantity)
    values ('vaga', '{"pt":"Vaga","en":"Place"}', '{"pt":"","en":""}', 1000, 10000, 2)`;
  const tenantId = await subscriber('STARTER', { addOns: [{ key: 'vaga', quantity: 1 }] });
  const change = async (...quantities: number[]) =>
    (await carry(tenantId, 'change', { addOns: quantities.map((quantity) => ({ key: 'vaga', quantity })) })).reason;
  expect([await change(2, 2), await change(3)]).toEqual(['no_such_add_on', 'no_such_add_on']);
  await sql`update add_ons set active = false where key = 'vaga'`;
  expect(await change(2)).toBe('no_such_add_on');
  expect(await carry(tenantId, 'change', { tier: 'BUSINESS' })).not.toMatchObject({ reason: 'no_such_add_on' });
});

test('an add-on that is not sold beside the plan any more stays with who has it, until they leave the plan', async () => {
  const { sql } = data.database.admin;
  await sql`
    insert into add_ons (key, name, description, month, year, max_quantity)
    values ('sala', '{"pt":"Sala","en":"Room"}', '{"pt":"","en":""}', 1000, 10000, 2)`;
  const tenantId = await subscriber('STARTER', { addOns: [{ key: 'sala', quantity: 2 }] });
  await sql`update add_ons set tiers = '{BUSINESS}', max_quantity = 1 where key = 'sala'`;
  const held = await facts(tenantId);
  const itemsOf = async (wanted: Parameters<typeof planTarget>[2]) => {
    const target = (db: TenantDb) => planTarget(db, held, wanted, 'pt-BR');
    const { items } = await data.database.withTenant(tenantId, target);
    return items.slice(1).map(({ key, quantity }) => `${quantity} ${key}`);
  };
  const both = [
    { key: 'whatsapp-instance', quantity: 1 },
    { key: 'sala', quantity: 2 },
  ];
  expect(await itemsOf({ addOns: both })).toEqual(['1 addon:whatsapp-instance', '2 addon:sala']);
  expect(await itemsOf({ interval: 'year' })).toEqual(['2 addon:sala']);
  expect(await itemsOf({ tier: 'BUSINESS' })).toEqual(['2 addon:sala']);
  await expect(itemsOf({ addOns: [{ key: 'sala', quantity: 3 }] })).rejects.toMatchObject({ code: 'conflict' });
  await sql`update add_ons set tiers = '{ENTERPRISE}' where key = 'sala'`;
  expect(await itemsOf({ tier: 'BUSINESS' })).toEqual([]);
});

test('nobody pays for an add-on that changes nothing, and who goes up to a plan that has it all leaves it behind', async () => {
  const { sql } = data.database.admin;
  const messages = [{ key: 'messages-5000', quantity: 1 }];
  const ai = [{ key: 'ai', quantity: 1 }];
  const tenantId = await subscriber('STARTER', { addOns: [...messages, ...ai] });
  const held = await facts(tenantId);
  const keysOf = (wanted: Parameters<typeof planTarget>[2]) =>
    data.database.withTenant(tenantId, async (db) => {
      const { items } = await planTarget(db, held, wanted, 'pt-BR');
      return items.slice(1).map(({ key }) => key);
    });
  expect(await keysOf({ interval: 'year' })).toEqual(['addon:ai', 'addon:messages-5000']);
  expect(await keysOf({ tier: 'BUSINESS' })).toEqual([]);
  for (const addOns of [messages, ai])
    await expect(keysOf({ tier: 'BUSINESS', addOns })).rejects.toMatchObject({
      details: { reason: 'add_on_without_effect' },
    });
  // What an operator gave counts in place of the plan's own.
  const gives = (feature: string, limit: number | null, value: boolean | null) => sql`
    insert into entitlement_overrides (tenant_id, feature, limit_n, value, reason, by)
    values (${parseId('ten', tenantId)}, ${feature}, ${limit}, ${value === null ? null : JSON.stringify(value)}::jsonb, 'test', 'test')`;
  await gives('messages', 7, null);
  expect(await keysOf({ tier: 'BUSINESS', addOns: messages })).toEqual(['addon:messages-5000']);
  await gives('users', -1, null);
  await expect(keysOf({ addOns: [{ key: 'users-5', quantity: 1 }] })).rejects.toMatchObject({ code: 'conflict' });
  // What one has is kept.
  await gives('ai', null, true);
  expect(await keysOf({ addOns: ai })).toEqual(['addon:ai']);
});
