import { paymentOf } from './charging.ts';
import { type Fields } from './form.ts';
import type { World } from './world.ts';

type Tree = Record<string, unknown>;

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

const byId = (world: World, id: string): unknown =>
  [world.customers, world.methods, world.discounts, world.intents, world.charges, world.subscriptions, world.invoices]
    .map((map: ReadonlyMap<string, unknown>) => map.get(id))
    .find((one) => one !== undefined);

const payments = (world: World, invoice: Tree) => {
  const known = world.invoices.get(String(invoice.id));
  const one = known && paymentOf(world, known);
  return { object: 'list', data: one ? [structuredClone(one)] : [], has_more: false };
};

const opened = (world: World, value: unknown): unknown => {
  if (Array.isArray(value)) return value.map((one) => opened(world, one));
  return typeof value === 'string' ? structuredClone(byId(world, value) ?? value) : value;
};

const expandAt = (world: World, at: unknown, path: readonly string[]): void => {
  const [name, ...rest] = path;
  if (name === undefined || !isTree(at)) return;
  if (Array.isArray(at)) {
    for (const one of at) expandAt(world, one, path);
    return;
  }
  at[name] = name === 'payments' && at.object === 'invoice' ? payments(world, at) : opened(world, at[name]);
  expandAt(world, at[name], rest);
};

/** The answer with what `expand` asked for in place of its ids. */
export const expanded = (world: World, answer: unknown, fields: Fields): unknown => {
  const result: unknown = structuredClone(answer);
  const { expand } = fields;
  for (const path of typeof expand === 'object' ? Object.values(expand) : [])
    if (typeof path === 'string') expandAt(world, result, path.split('.'));
  return result;
};
