import { expect, test } from 'vitest';
import { chooseFlows, foldersOf, isWish, tagsOf, wishOf } from './choose-flows.ts';
import type { FlowActivity, ListedFlow } from './flows-api.ts';

const flow = (name: string, more: Partial<ListedFlow> = {}): ListedFlow => ({
  ...{ id: name, slug: name.toLowerCase(), name, publishedVersion: 1, archivedAt: null, unpublishedChanges: false },
  ...{
    createdAt: '2026-11-01',
    updatedAt: '2026-11-01',
    trigger: 'api',
    folder: null,
    tags: [],
    minutesSaved: null,
    frozen: false,
  },
  ...more,
});
const flows = [
  flow('Orçamento', { folder: 'Loja/Vendas', tags: ['ia'], updatedAt: '2026-11-03' }),
  flow('Aviso 10', { folder: 'Loja', publishedVersion: null }),
  flow('Aviso 9', { unpublishedChanges: true, updatedAt: '2026-11-02' }),
];
const activities = new Map<string, FlowActivity>([
  [
    'Aviso 9',
    { flowId: 'Aviso 9', lastRun: { id: 'r', status: 'failed', at: '2026-11-04' }, runs: 3, failed: 1, days: [] },
  ],
]);
const found = (address: string) =>
  chooseFlows(flows, activities, wishOf(new URLSearchParams(address)), 'pt-BR').map(({ name }) => name);

test('flows are found by words without accents, folder, tag and state, all from the address', () => {
  expect(found('')).toEqual(['Orçamento', 'Aviso 9', 'Aviso 10']);
  expect(found('q=orcam loja')).toEqual(['Orçamento']);
  expect(found('folder=Loja&sort=name')).toEqual(['Aviso 10', 'Orçamento']);
  expect(found('folder=')).toEqual(['Aviso 9']);
  expect(found('tag=ia')).toEqual(['Orçamento']);
  expect([found('state=draft'), found('state=changed'), found('state=failing')]).toEqual([
    ['Aviso 10'],
    ['Aviso 9'],
    ['Aviso 9'],
  ]);
  expect(isWish(wishOf(new URLSearchParams('sort=name')))).toBe(false);
});

test('names are in the order of people, and what ran last or most comes first', () => {
  expect(found('sort=name')).toEqual(['Aviso 9', 'Aviso 10', 'Orçamento']);
  expect(found('sort=busy')[0]).toBe('Aviso 9');
  expect(found('sort=ran')[0]).toBe('Aviso 9');
});

test('a folder counts what is below it', () => {
  expect(foldersOf(flows, 'pt-BR')).toEqual([
    { path: 'Loja', count: 2 },
    { path: 'Loja/Vendas', count: 1 },
  ]);
  expect(tagsOf(flows, 'pt-BR')).toEqual(['ia']);
});
