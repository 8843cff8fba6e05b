import { afterAll, afterEach, expect, test, vi } from 'vitest';
import { failure } from '#flow/errors.ts';
import { billingFixture } from '#tests/billing/billing-fixture.ts';
import { dataFixture } from '#tests/integration/data/data-fixture.ts';
import { cancelForDeletion, revokeForDeletion } from '../desk/close-subscription.ts';
import { readSubscription } from '../subscription/hold-subscription.ts';
import { openWishes } from './wish.ts';

const data = await dataFixture();
const billing = await billingFixture(data.database);
const { ask, carry } = billing;
afterAll(() => data.close());
afterEach(() => {
  vi.restoreAllMocks();
  Object.assign(billing.hands, { isAway: false, dies: () => false });
});

const sync = async (tenantId: string): Promise<void> => {
  billing.clock.ms += 1_000;
  await billing.sync(tenantId);
};
const pendingOf = async (tenantId: string) =>
  (await data.database.withTenant(tenantId, readSubscription))?.pending ?? null;
/** What the provider charges for the next period. */
const charged = (tenantId: string): number | undefined => {
  const [sub] = [...billing.stripe.running.values()].filter((one) => one.tenantId === tenantId);
  return (sub?.next ?? sub)?.lines.reduce((sum, { quantity, unit }) => sum + quantity * unit, 0);
};
const subscriber = async (): Promise<string> => {
  const tenantId = await billing.tenant();
  await billing.subscribe(tenantId, 'BUSINESS');
  return tenantId;
};

test('who cancels over a smaller plan that was scheduled, and stays, is charged for the plan they have', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'change', { tier: 'STARTER' });
  expect(charged(tenantId)).toBe(9_700);
  await carry(tenantId, 'cancel', { reason: 'price' });
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  expect([await pendingOf(tenantId), charged(tenantId)]).toEqual([null, 29_700]);
  await sync(tenantId);
  expect(billing.alarms.filter((one) => one.tenantId === tenantId)).toEqual([]);
});

test('what was taken back is told to a provider that was away, by whoever reads it next', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'change', { tier: 'STARTER' });
  const { id } = await ask(tenantId, 'revoke');
  const away = vi.spyOn(billing.stripe, 'setLines').mockRejectedValue(failure('billing_unreachable', 'Longe', 'Away'));
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  away.mockRestore();
  await sync(tenantId);
  expect([await pendingOf(tenantId), charged(tenantId)]).toEqual([null, 29_700]);
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
});

test('a cancellation that was taken back while the process died is taken back once, and is no refusal', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'cancel', { reason: 'price' });
  const { id } = await ask(tenantId, 'revoke');
  billing.hands.dies = () => true;
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toThrow('The process died');
  billing.hands.dies = () => false;
  await sync(tenantId);
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
  expect(await pendingOf(tenantId)).toBeNull();
});

/** A revoke whose facts stand and whose provider was away. */
const putOff = async (tenantId: string): Promise<string> => {
  const { id } = await ask(tenantId, 'revoke');
  const away = vi.spyOn(billing.stripe, 'setLines').mockRejectedValue(failure('billing_unreachable', 'Longe', 'Away'));
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  away.mockRestore();
  billing.clock.ms += 1_000;
  return id;
};
const isEnding = (tenantId: string): boolean =>
  [...billing.stripe.running.values()].some((one) => one.tenantId === tenantId && one.cancelAt !== null);

test('a revoke that was put off undoes no cancellation, and no smaller plan, that was asked for after it', async () => {
  const leaves = await subscriber();
  await carry(leaves, 'change', { tier: 'STARTER' });
  const first = await putOff(leaves);
  const { id } = await ask(leaves, 'cancel', { reason: 'price' });
  await billing.desk.carryOut(leaves, id, 'k');
  expect(await billing.desk.carryOut(leaves, first, 'k')).toMatchObject({ outcome: 'done' });
  expect([await pendingOf(leaves), isEnding(leaves)]).toMatchObject([{ kind: 'cancel', request: id }, true]);

  const shrinks = await subscriber();
  await carry(shrinks, 'change', { tier: 'STARTER' });
  const second = await putOff(shrinks);
  const change = await carry(shrinks, 'change', { tier: 'STARTER' });
  expect(await billing.desk.carryOut(shrinks, second, 'k')).toMatchObject({ outcome: 'done' });
  expect(await pendingOf(shrinks)).toMatchObject({ kind: 'change', request: change?.id });
  expect(charged(shrinks)).toBe(9_700);
});

test('of a cancellation and its taking back that both wait for the provider the later word counts', async () => {
  const [stays, leaves] = [await subscriber(), await subscriber()];
  const put = async (tenantId: string, kind: 'cancel' | 'revoke') => {
    const { id } = await ask(tenantId, kind);
    await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
    return id;
  };
  billing.hands.isAway = true;
  const cancel = await put(stays, 'cancel');
  const back = await put(stays, 'revoke');
  billing.hands.isAway = false;
  expect(await billing.wish(stays, cancel)).toMatchObject({ status: 'expired', reason: 'withdrawn' });
  expect(await billing.desk.carryOut(stays, cancel, 'k')).toMatchObject({ outcome: 'refused', reason: 'withdrawn' });
  expect(await billing.desk.carryOut(stays, back, 'k')).toMatchObject({ outcome: 'done' });
  await sync(stays);
  expect([await pendingOf(stays), isEnding(stays)]).toEqual([null, false]);

  await carry(leaves, 'cancel');
  billing.hands.isAway = true;
  const revoke = await put(leaves, 'revoke');
  const again = await put(leaves, 'cancel');
  billing.hands.isAway = false;
  expect(await billing.desk.carryOut(leaves, revoke, 'k')).toMatchObject({ outcome: 'refused', reason: 'withdrawn' });
  expect(await billing.desk.carryOut(leaves, again, 'k')).toMatchObject({ outcome: 'done' });
  await sync(leaves);
  expect([await pendingOf(leaves), isEnding(leaves)]).toMatchObject([{ kind: 'cancel', request: again }, true]);
});

test('a cancellation that its provider heard of, and whose end was lost, is taken back there, too', async () => {
  const tenantId = await subscriber();
  const { id } = await ask(tenantId, 'cancel');
  billing.hands.dies = () => true;
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toThrow('The process died');
  billing.hands.dies = () => false;
  expect(isEnding(tenantId)).toBe(true);
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  await sync(tenantId);
  expect([await pendingOf(tenantId), isEnding(tenantId)]).toEqual([null, false]);
});

test('a smaller plan that is scheduled stays where only a cancellation over it is taken back before it was carried out', async () => {
  const tenantId = await subscriber();
  await carry(tenantId, 'change', { tier: 'STARTER' });
  await ask(tenantId, 'cancel');
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  expect([await pendingOf(tenantId), charged(tenantId)]).toMatchObject([{ kind: 'change', tier: 'STARTER' }, 9_700]);
});

test('where another provider follows, a cancellation that is taken back on its way leaves both as they were', async () => {
  const tenantId = await subscriber();
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  await sync(tenantId);
  await sync(tenantId);
  const before = await pendingOf(tenantId);
  expect(before).toMatchObject({ kind: 'cancel', follows: true });
  await ask(tenantId, 'cancel');
  expect(await carry(tenantId, 'revoke')).toMatchObject({ status: 'done' });
  await sync(tenantId);
  const follows = [...billing.mercadoPago.running.values()].find((one) => one.tenantId === tenantId);
  expect([await pendingOf(tenantId), isEnding(tenantId), follows?.status]).toEqual([before, true, 'trialing']);
});

/** What is asked for is begun; its provider is away. */
const begun = async (tenantId: string, kind: 'change' | 'revoke', input = {}): Promise<string> => {
  const { id } = await ask(tenantId, kind, input);
  billing.hands.isAway = true;
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  billing.hands.isAway = false;
  return id;
};

test('a smaller plan is not scheduled again once it was taken back, or its owner has cancelled, while its provider was away', async () => {
  for (const isFirst of [true, false]) {
    const tenantId = await subscriber();
    const change = await begun(tenantId, 'change', { tier: 'STARTER' });
    const revoke = await begun(tenantId, 'revoke');
    for (const id of isFirst ? [change, revoke] : [revoke, change]) await billing.desk.carryOut(tenantId, id, 'k');
    await sync(tenantId);
    expect([await pendingOf(tenantId), charged(tenantId)]).toEqual([null, 29_700]);
    expect(await billing.wish(tenantId, change)).toMatchObject({ status: 'expired', reason: 'withdrawn' });
    expect(await billing.wish(tenantId, revoke)).toMatchObject({ status: 'done' });
  }

  const leaves = await subscriber();
  const change = await begun(leaves, 'change', { tier: 'STARTER' });
  const cancel = await carry(leaves, 'cancel');
  expect(await billing.desk.carryOut(leaves, change, 'k')).toMatchObject({ outcome: 'refused', reason: 'withdrawn' });
  expect([await pendingOf(leaves), isEnding(leaves)]).toMatchObject([{ kind: 'cancel', request: cancel?.id }, true]);
  expect(await carry(leaves, 'revoke')).toMatchObject({ status: 'done' });
  expect([await pendingOf(leaves), charged(leaves)]).toEqual([null, 29_700]);
});

test('a smaller plan that its provider never heard of falls away with an end that nobody here asked for', async () => {
  const tenantId = await subscriber();
  const change = await begun(tenantId, 'change', { tier: 'STARTER' });
  for (const sub of billing.stripe.running.values())
    if (sub.tenantId === tenantId) sub.cancelAt = new Date(sub.end).toISOString();
  await sync(tenantId);
  expect(await billing.desk.carryOut(tenantId, change, 'k')).toMatchObject({ outcome: 'refused', reason: 'withdrawn' });
  expect(await pendingOf(tenantId)).toMatchObject({ kind: 'cancel' });
});

test('a change of provider that is taken back while both are away ends neither of what goes on', async () => {
  const tenantId = await subscriber();
  const wish = await carry(tenantId, 'provider', { provider: 'mercado_pago' });
  billing.mercadoPago.pay(wish?.ref ?? '');
  const away = failure('billing_unreachable', 'Longe', 'Away');
  const spies = [billing.stripe, billing.mercadoPago].map((one) => vi.spyOn(one, 'cancel').mockRejectedValue(away));
  await expect(sync(tenantId)).rejects.toMatchObject({ code: 'billing_unreachable' });
  expect(await pendingOf(tenantId)).toMatchObject({ follows: true });
  const { id } = await ask(tenantId, 'revoke');
  await expect(billing.desk.carryOut(tenantId, id, 'k')).rejects.toMatchObject({ code: 'billing_unreachable' });
  for (const spy of spies) spy.mockRestore();
  await sync(tenantId);
  expect(await billing.desk.carryOut(tenantId, id, 'k')).toMatchObject({ outcome: 'done' });
  await sync(tenantId);
  const follows = [...billing.mercadoPago.running.values()].find((one) => one.tenantId === tenantId);
  expect([await pendingOf(tenantId), isEnding(tenantId), follows?.status]).toEqual([null, false, 'ended']);
});

test("an operator's end at once is not taken back by its tenant while it waits", async () => {
  const tenantId = await subscriber();
  await ask(tenantId, 'cancel', { when: 'now' });
  await expect(ask(tenantId, 'revoke')).rejects.toMatchObject({ details: { reason: 'nothing_to_revoke' } });
});

test('a deletion that is taken back takes its cancellation back that nobody carried out yet', async () => {
  const tenantId = await subscriber();
  const asked = { by: 'user:eva', nowMs: billing.clock.ms };
  const close = (work: typeof cancelForDeletion) => data.database.withTenant(tenantId, (db) => work(db, asked));
  await close(cancelForDeletion);
  await close(revokeForDeletion);
  const open = await data.database.withTenant(tenantId, openWishes);
  for (const { id } of open) await billing.desk.carryOut(tenantId, id, 'k');
  await sync(tenantId);
  expect([open.map(({ kind }) => kind), await pendingOf(tenantId), isEnding(tenantId)]).toEqual([
    ['revoke'],
    null,
    false,
  ]);

  // Whoever takes a cancellation back, which waits for its provider, and then has all of it deleted, leaves.
  await carry(tenantId, 'cancel');
  await ask(tenantId, 'revoke');
  billing.clock.ms += 1_000;
  await data.database.withTenant(tenantId, (db) => cancelForDeletion(db, { ...asked, nowMs: billing.clock.ms }));
  for (const { id } of await data.database.withTenant(tenantId, openWishes))
    await billing.desk.carryOut(tenantId, id, 'k');
  expect([await pendingOf(tenantId), isEnding(tenantId)]).toMatchObject([{ kind: 'cancel' }, true]);
});
