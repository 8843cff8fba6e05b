import type { StateContext, StateStore } from '#flow/contracts/state-store.ts';

/** What the contract needs of a test runner: vitest's `test` and `expect` fit. */
export interface ContractRunner {
  test: (title: string, body: () => Promise<void>) => void;
  expect: (actual: unknown) => { toEqual(expected: unknown): void };
}

type OpenStore = () => Promise<{ store: StateStore; tenantId: string; otherTenantId: string }>;

const at = (tenantId: string, effectKey: string, more: Partial<StateContext> = {}): StateContext => ({
  tenantId,
  scope: 'flow:f1',
  effectKey,
  nowMs: 1_760_000_000_000,
  ...more,
});

/**
 * What every implementation of `StateStore` promises. `open` gives a store and a tenant that nothing was kept for yet
 * (an id of the form that the store takes); it is asked once a test.
 */
export const stateStoreContract = (runner: ContractRunner, open: OpenStore): void => {
  keepsValues(runner, open);
  countsOnce(runner, open);
  keepsApart(runner, open);
};

/** What is put is what is read. */
const keepsValues = ({ test, expect }: ContractRunner, open: OpenStore): void => {
  test('what is not there is null and not found; null that was put is found', async () => {
    const { store, tenantId } = await open();
    expect(await store.get(at(tenantId, 'e1'), 'k')).toEqual({ value: null, found: false });
    await store.put(at(tenantId, 'e2'), 'k', null, null);
    expect(await store.get(at(tenantId, 'e3'), 'k')).toEqual({ value: null, found: true });
  });

  test('put keeps any JSON and gives back the value before', async () => {
    const { store, tenantId } = await open();
    const value = { ação: [1, 'dois', null, true, { três: 3.5 }], vazio: '' };
    expect(await store.put(at(tenantId, 'e1'), 'k', value, null)).toEqual({ previous: null });
    expect(await store.put(at(tenantId, 'e2'), 'k', 'novo', null)).toEqual({ previous: value });
    expect(await store.get(at(tenantId, 'e3'), 'k')).toEqual({ value: 'novo', found: true });
  });

  test('add to what is no number is bad_value and changes nothing', async () => {
    const { store, tenantId } = await open();
    await store.put(at(tenantId, 'e1'), 'k', 'texto', null);
    const code = await store.add(at(tenantId, 'e2'), 'k', 1, null).then(
      () => 'no error',
      (error: { code?: string }) => error.code,
    );
    expect(code).toEqual('bad_value');
    expect(await store.get(at(tenantId, 'e3'), 'k')).toEqual({ value: 'texto', found: true });
  });
};

/** Each write counts once, whoever else writes at that moment. */
const countsOnce = ({ test, expect }: ContractRunner, open: OpenStore): void => {
  test('a write repeated under its effect key counts once and answers the same, even after others wrote', async () => {
    const { store, tenantId } = await open();
    const first = await store.put(at(tenantId, 'e1'), 'k', 'a', null);
    await store.put(at(tenantId, 'e2'), 'k', 'b', null);
    expect(await store.put(at(tenantId, 'e1'), 'k', 'a', null)).toEqual(first);
    expect(await store.get(at(tenantId, 'e3'), 'k')).toEqual({ value: 'b', found: true });
    expect(await store.add(at(tenantId, 'e4'), 'n', 2, null)).toEqual({ value: 2 });
    expect(await store.add(at(tenantId, 'e5'), 'n', 3, null)).toEqual({ value: 5 });
    expect(await store.add(at(tenantId, 'e4'), 'n', 2, null)).toEqual({ value: 2 });
    expect(await store.get(at(tenantId, 'e6'), 'n')).toEqual({ value: 5, found: true });
  });

  test('once is true for one effect alone, and stays true for its repeats', async () => {
    const { store, tenantId } = await open();
    expect(await store.once(at(tenantId, 'e1'), 'k', null)).toEqual({ first: true });
    expect(await store.once(at(tenantId, 'e2'), 'k', null)).toEqual({ first: false });
    expect(await store.once(at(tenantId, 'e1'), 'k', null)).toEqual({ first: true });
    expect(await store.get(at(tenantId, 'e3'), 'k')).toEqual({ value: null, found: false });
  });

  test('parallel adds lose nothing, and of parallel onces one is the first', async () => {
    const { store, tenantId } = await open();
    const ten = Array.from({ length: 10 }, (_, i) => i);
    await Promise.all(ten.map((i) => store.add(at(tenantId, `a${i}`), 'n', 1, null)));
    expect(await store.get(at(tenantId, 'e1'), 'n')).toEqual({ value: 10, found: true });
    const onces = await Promise.all(ten.map((i) => store.once(at(tenantId, `o${i}`), 'k', null)));
    expect(onces.filter((one) => one.first).length).toEqual(1);
  });

  test('parallel repeats of one effect count once', async () => {
    const { store, tenantId } = await open();
    const answers = await Promise.all([1, 2, 3].map(() => store.add(at(tenantId, 'e1'), 'n', 1, null)));
    expect(answers).toEqual([{ value: 1 }, { value: 1 }, { value: 1 }]);
  });
};

/** Scopes, tenants and times do not mix. */
const keepsApart = ({ test, expect }: ContractRunner, open: OpenStore): void => {
  test('flows, and tenants, do not see each other; the tenant’s scope is shared by its flows', async () => {
    const { store, tenantId, otherTenantId } = await open();
    await store.put(at(tenantId, 'e1'), 'k', 'f1', null);
    await store.put(at(tenantId, 'e2', { scope: 'tenant' }), 'k', 'todos', null);
    const missing = { value: null, found: false };
    expect(await store.get(at(tenantId, 'e3', { scope: 'flow:f2' }), 'k')).toEqual(missing);
    expect(await store.get(at(otherTenantId, 'e4'), 'k')).toEqual(missing);
    expect(await store.get(at(otherTenantId, 'e5', { scope: 'tenant' }), 'k')).toEqual(missing);
    expect(await store.get(at(tenantId, 'e6', { scope: 'tenant' }), 'k')).toEqual({ value: 'todos', found: true });
    // An effect key is the tenant's own as well.
    expect(await store.put(at(otherTenantId, 'e1'), 'k', 'outro', null)).toEqual({ previous: null });
  });

  test('after its time to live a value is as if it had never been there', async () => {
    const { store, tenantId } = await open();
    const later = { nowMs: 1_760_000_000_000 + 1_000 };
    await store.put(at(tenantId, 'e1'), 'k', 'velho', 1_000);
    await store.add(at(tenantId, 'e2'), 'n', 5, 1_000);
    await store.once(at(tenantId, 'e3'), 'o', 1_000);
    expect(await store.get(at(tenantId, 'e4', { nowMs: later.nowMs - 1 }), 'k')).toEqual({
      value: 'velho',
      found: true,
    });
    expect(await store.get(at(tenantId, 'e5', later), 'k')).toEqual({ value: null, found: false });
    expect(await store.put(at(tenantId, 'e6', later), 'k', 'novo', null)).toEqual({ previous: null });
    expect(await store.add(at(tenantId, 'e7', later), 'n', 1, null)).toEqual({ value: 1 });
    expect(await store.once(at(tenantId, 'e8', later), 'o', null)).toEqual({ first: true });
  });
};
