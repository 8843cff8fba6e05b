import { expect, test } from 'vitest';
import type { JsonObject } from '#flow/json.ts';
import { contextFor } from '../context-for.ts';
import { storeAdd } from './add.ts';
import { storeGet } from './get.ts';
import { inMemoryState } from './in-memory-state.ts';
import { storeOnce } from './once.ts';
import { storePut } from './put.ts';

const state = inMemoryState();
const at = (idempotencyKey: string, flowId = 'flw_1') => contextFor({ state }, { idempotencyKey, flowId });

test('a value put by one run is read by the next, in its flow, or in all with the scope tenant', async () => {
  expect(await storePut.run({ key: 'k', value: { a: 1 } }, at('1'))).toEqual({ value: { a: 1 }, previous: null });
  expect(await storeGet.run({ key: 'k' }, at('2'))).toEqual({ value: { a: 1 }, found: true });
  expect(await storeGet.run({ key: 'k' }, at('3', 'flw_2'))).toEqual({ value: null, found: false });
  await storePut.run({ key: 'k', value: 'x', scope: 'tenant', ttl: null }, at('4'));
  expect(await storeGet.run({ key: 'k', scope: 'tenant' }, at('5', 'flw_2'))).toEqual({ value: 'x', found: true });
});

test('null can be put: it is a value, not a missing field', async () => {
  expect(await storePut.run({ key: 'nulo', value: null }, at('6'))).toEqual({ value: null, previous: null });
  expect(await storeGet.run({ key: 'nulo' }, at('7'))).toEqual({ value: null, found: true });
});

test('add and once count a visit once, whatever its attempts', async () => {
  for (const expected of [2, 2]) expect(await storeAdd.run({ key: 'n', by: 2 }, at('8'))).toEqual({ value: expected });
  expect(await storeAdd.run({ key: 'n' }, at('9'))).toEqual({ value: 3 });
  for (const first of [true, true]) expect(await storeOnce.run({ key: 'o', ttl: 'P1D' }, at('10'))).toEqual({ first });
  expect(await storeOnce.run({ key: 'o', ttl: 'P1D' }, at('11'))).toEqual({ first: false });
});

test.each<JsonObject>([
  { key: '' },
  { key: 'k', ttl: '1 dia' },
  { key: 'k', ttl: 'PT0S' },
  { key: 'k', scope: 'mundo' },
])('%j is bad_config', async (config) => {
  await expect(storeOnce.run(config, at('12'))).rejects.toMatchObject({ code: 'bad_config' });
});
