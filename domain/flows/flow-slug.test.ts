import { expect, test } from 'vitest';
import { slugOf } from './flow-slug.ts';

test.each([
  ['Pedido acima de R$ 100', 'pedido-acima-de-r-100'],
  ['Avisar João & Zoë', 'avisar-joao-zoe'],
  ['  ---  ', 'fluxo'],
  ['注文', 'fluxo'],
  ['x'.repeat(100), 'x'.repeat(60)],
])('the name %j has the slug %j', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});
