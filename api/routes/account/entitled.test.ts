import { expect, test } from 'vitest';
import { FEATURES, hasFeature, MODULES } from '#flow/contracts/plan-features.ts';
import { failure } from '#flow/errors.ts';
import { readEntitled } from './entitled.ts';

test('while nothing is known of a tenant no part of the product is locked', async () => {
  const away = failure('unavailable', 'A conta está de mudança', 'The account is being moved');
  const deps = { entitlements: { snapshot: () => Promise.reject(away) }, flags: { all: () => Promise.resolve({}) } };
  const { entitled } = await readEntitled({ tenant: { id: 'ten_1', plan: 'STARTER' } }, deps);
  expect(entitled).toMatchObject({ plan: 'STARTER', access: 'full', modules: [...MODULES] });
  const features: Record<string, unknown> = entitled.features;
  expect(Object.keys(FEATURES).filter((name) => !(name in features))).toEqual([]);
  expect(Object.values(entitled.features).every((value) => hasFeature(value))).toBe(true);
});
