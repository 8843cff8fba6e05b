import type { Locale } from '#flow/json.ts';
import type { FlowActivity, ListedFlow } from './flows-api.ts';

export const STATES = ['any', 'live', 'draft', 'changed', 'failing'] as const;
export type FlowState = (typeof STATES)[number];
export const SORTS = ['changed', 'name', 'ran', 'busy'] as const;
export type FlowSort = (typeof SORTS)[number];

/** What the address says is wanted. `folder` is empty for flows without one, null for all. */
export interface FlowWish {
  words: string;
  folder: string | null;
  tag: string | null;
  state: FlowState;
  sort: FlowSort;
}

export const wishOf = (search: URLSearchParams): FlowWish => ({
  words: search.get('q') ?? '',
  folder: search.get('folder'),
  tag: search.get('tag'),
  state: STATES.find((one) => one === search.get('state')) ?? 'any',
  sort: SORTS.find((one) => one === search.get('sort')) ?? 'changed',
});

export const isWish = ({ words, folder, tag, state }: FlowWish): boolean =>
  words !== '' || folder !== null || tag !== null || state !== 'any';

/** Without accents and capitals: `Orçamento` is found by `orcamento`. */
const folded = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

const isIn = (folder: string | null, wanted: string): boolean =>
  wanted === '' ? folder === null : folder === wanted || (folder?.startsWith(`${wanted}/`) ?? false);

const isOf = (flow: ListedFlow, state: FlowState, activity: FlowActivity | undefined): boolean => {
  if (state === 'live') return flow.publishedVersion !== null;
  if (state === 'draft') return flow.publishedVersion === null;
  if (state === 'changed') return flow.publishedVersion !== null && flow.unpublishedChanges;
  return state === 'any' || activity?.lastRun.status === 'failed';
};

type Activities = ReadonlyMap<string, FlowActivity>;

/** Those that are wanted, in the order that is wanted. */
export const chooseFlows = (
  flows: readonly ListedFlow[],
  activities: Activities,
  { words, folder, tag, state, sort }: FlowWish,
  locale: Locale,
): ListedFlow[] => {
  const parts = folded(words).split(/\s+/).filter(Boolean);
  const found = flows.filter((flow) => {
    const text = folded([flow.name, flow.slug, flow.folder ?? '', ...flow.tags].join(' '));
    return (
      parts.every((part) => text.includes(part)) &&
      (folder === null || isIn(flow.folder, folder)) &&
      (tag === null || flow.tags.includes(tag)) &&
      isOf(flow, state, activities.get(flow.id))
    );
  });
  const by: Record<FlowSort, (a: ListedFlow, b: ListedFlow) => number> = {
    changed: (a, b) => b.updatedAt.localeCompare(a.updatedAt),
    name: (a, b) => a.name.localeCompare(b.name, locale, { numeric: true }),
    ran: (a, b) => (activities.get(b.id)?.lastRun.at ?? '').localeCompare(activities.get(a.id)?.lastRun.at ?? ''),
    busy: (a, b) => (activities.get(b.id)?.runs ?? 0) - (activities.get(a.id)?.runs ?? 0),
  };
  return found.toSorted(by[sort]);
};

/** Folders with how many flows are in them and below, by name; those around others are there too. */
export const foldersOf = (flows: readonly ListedFlow[], locale: Locale): { path: string; count: number }[] => {
  const counts = new Map<string, number>();
  for (const { folder } of flows) {
    const names = folder?.split('/') ?? [];
    for (let n = 1; n <= names.length; n++) {
      const path = names.slice(0, n).join('/');
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
  }
  return [...counts].map(([path, count]) => ({ path, count })).toSorted((a, b) => a.path.localeCompare(b.path, locale));
};

export const tagsOf = (flows: readonly ListedFlow[], locale: Locale): string[] =>
  [...new Set(flows.flatMap(({ tags }) => tags))].toSorted((a, b) => a.localeCompare(b, locale));
