import { expect, test } from 'vitest';
import { systemActionCatalogue } from '#connectors/actions.ts';
import { connectorNames } from './connector-names.ts';

test('nobody publishes an event in the name of a connector, of what the product does by itself, or of who takes its money', () => {
  const names = connectorNames(new Map());
  const own = [...systemActionCatalogue().values()].filter(({ kind }) => kind === 'action');
  const theirs = new Set([...own.map(({ type }) => type.split('.')[0] ?? ''), 'stripe', 'mercado_pago']);
  expect([...theirs]).toEqual(expect.arrayContaining(['billing', 'http']));
  const all = connectorNames(systemActionCatalogue());
  expect([...theirs].filter((name) => !all.has(name))).toEqual([]);
  expect(['billing', 'mercado_pago', 'stripe'].filter((name) => !names.has(name))).toEqual([]);
  expect(names.has('pedido')).toBe(false);
});
