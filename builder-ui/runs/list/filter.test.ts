import { expect, test } from 'vitest';
import type { Run, RunStatus } from '../../api-types.ts';
import { askOf, filterQuery, readFilter, withNews } from './filter.ts';
import { inPool } from './in-pool.ts';
import { matching } from './matching.ts';

const search = new URLSearchParams('q=ana&view=x&status=failed,nothing,waiting&period=week&test=false');
const run = (id: string, status: RunStatus, more: Partial<Run> = {}): Run =>
  ({ id, status, flowId: 'f', ...more }) as Run;

test('the address holds the filters, and what is not one of them is no filter', () => {
  const filter = readFilter(search);
  expect(filter).toEqual({ statuses: ['failed', 'waiting'], period: 'week', flow: null, test: false, q: 'ana' });
  const now = Date.parse('2026-11-21T12:00:00.000Z');
  expect(askOf(filter, now)).toEqual({
    status: 'failed,waiting',
    from: '2026-11-14T12:00:00.000Z',
    test: 'false',
    q: 'ana',
  });
  expect(filterQuery(search)).toBe('status=failed%2Cnothing%2Cwaiting&period=week&test=false&q=ana');
  expect(askOf(readFilter(new URLSearchParams()), now)).toEqual({});
});

test('runs that change stay where they are, new ones that fit come first, others do not come', () => {
  const filter = { ...readFilter(new URLSearchParams()), statuses: ['running' as const] };
  const rows = [run('c', 'running'), run('b', 'running')];
  const news = [run('e', 'running'), run('b', 'failed'), run('d', 'running'), run('f', 'failed'), run('a', 'running')];
  expect(withNews(rows, news, filter).map(({ id, status }) => `${id} ${status}`)).toEqual([
    'e running',
    'd running',
    'c running',
    'b failed',
  ]);
});

test('a pool does so many at once, tells how far it is, and one that fails stops no other', async () => {
  let [most, under] = [0, 0];
  const told: number[] = [];
  const failed = await inPool(
    [1, 2, 3, 4, 5, 6],
    async (n) => {
      most = Math.max(most, ++under);
      await Promise.resolve();
      under--;
      if (n === 4) throw new Error('not this one');
    },
    { size: 2, onDone: (n) => told.push(n) },
  );
  expect([most, told, failed]).toEqual([2, [1, 2, 3, 4, 5, 6], [{ item: 4, error: new Error('not this one') }]]);
});

test('what is done to all of a filter is done to those that it can be done to, and to none that came later', () => {
  const to = '2026-01-02T00:00:00.000Z';
  expect(matching({ status: 'failed,running', test: 'false' }, 'retry', to)).toEqual({
    status: ['failed'],
    test: false,
    to,
  });
  expect(matching({ status: 'failed' }, 'cancel', to)).toBe(null);
  expect(matching({ flow: 'flw_1' }, 'retry', to)).toEqual({ flow: 'flw_1', to });
});
