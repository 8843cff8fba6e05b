import type { Run, RunStatus } from '../../api-types.ts';
import type { RunListFilter } from '../runs-api.ts';

export const STATUSES: readonly RunStatus[] = [
  'failed',
  'waiting',
  'running',
  'queued',
  'paused',
  'succeeded',
  'cancelled',
];

export const PERIODS = [
  { value: 'hour', ms: 3_600_000 },
  { value: 'day', ms: 86_400_000 },
  { value: 'week', ms: 7 * 86_400_000 },
  { value: 'month', ms: 30 * 86_400_000 },
] as const;
export type Period = (typeof PERIODS)[number]['value'];

/** What the address says of the list. */
export interface ListFilter {
  statuses: RunStatus[];
  period: Period | null;
  flow: string | null;
  /** True: only tests; false: none of them; null: all. */
  test: boolean | null;
  q: string;
}

const KEYS = ['status', 'period', 'flow', 'test', 'q'] as const;

export const readFilter = (search: URLSearchParams): ListFilter => {
  const asked = (search.get('status') ?? '').split(',');
  const test = search.get('test');
  return {
    statuses: STATUSES.filter((status) => asked.includes(status)),
    period: PERIODS.find(({ value }) => value === search.get('period'))?.value ?? null,
    flow: search.get('flow'),
    test: test === 'true' ? true : test === 'false' ? false : null,
    q: search.get('q') ?? '',
  };
};

/** The filters of an address in one order, whatever else stands in it: what a saved view is told by. */
export const filterQuery = (search: URLSearchParams): string => {
  const kept = KEYS.flatMap((key) => {
    const value = search.get(key);
    return value ? [[key, value] as [string, string]] : [];
  });
  return new URLSearchParams(kept).toString();
};

/** What is asked of the API; `now`: from when a period counts back, epoch ms. */
export const askOf = ({ statuses, period, flow, test, q }: ListFilter, now: number): RunListFilter => {
  const length = PERIODS.find(({ value }) => value === period)?.ms;
  return {
    ...(statuses.length > 0 && { status: statuses.join(',') }),
    ...(length !== undefined && { from: new Date(now - length).toISOString() }),
    ...(flow !== null && { flow }),
    ...(test !== null && { test: String(test) }),
    ...(q.trim() !== '' && { q: q.trim() }),
  };
};

/** Whether a run that was told of belongs into the list. What a search finds only the server knows. */
export const fits = (run: Run, { statuses, flow, test, q }: ListFilter): boolean =>
  q.trim() === '' &&
  (statuses.length === 0 || statuses.includes(run.status)) &&
  (flow === null || run.flowId === flow) &&
  (test === null || (run.test ?? false) === test);

/**
 * Rows with what was told of runs since: those that are there change in their place, those that are new stand before
 * them, newest first; what no longer fits stays until the list is asked for again, for rows must not jump away.
 */
export const withNews = (rows: readonly Run[], news: readonly Run[], filter: ListFilter): Run[] => {
  const byId = new Map(news.map((run) => [run.id, run]));
  const known = new Set(rows.map(({ id }) => id));
  const newest = rows[0]?.id ?? '';
  const fresh = [...byId.values()].filter((run) => !known.has(run.id) && run.id > newest && fits(run, filter));
  fresh.sort((a, b) => (a.id < b.id ? 1 : -1));
  return [...fresh, ...rows.map((run) => ({ ...run, ...byId.get(run.id) }))];
};
