import type { TraceStep } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** The lowest and the highest number of a page's steps; steps are told as they end, so pages overlap. Null: it has none. */
export const spanOf = (steps: TraceStep[]): { first: number | null; last: number | null } => {
  let [first, last] = [steps[0]?.n ?? null, steps[0]?.n ?? null];
  for (const { n } of steps) [first, last] = [Math.min(n, first ?? n), Math.max(n, last ?? n)];
  return { first, last };
};

/** Writes a page once; the same page again changes nothing. Pages are numbered from 0. */
export const appendTracePage = async (db: TenantDb, runId: string, page: number, steps: TraceStep[]): Promise<void> => {
  const { first, last } = spanOf(steps);
  await db.sql`
    insert into trace_pages (tenant_id, run_id, page, steps, first_n, last_n)
    values (${db.tenant}, ${parseId('run', runId)}, ${page}, ${json(steps)}::json, ${first}, ${last})
    on conflict (tenant_id, run_id, page) do nothing`;
};

/** A step that was told twice (it went on, or a late answer came) counts as it was told last. */
export const mergeSteps = (pages: TraceStep[][]): TraceStep[] => {
  const byNumber = new Map<number, TraceStep>();
  for (const page of pages) for (const step of page) byNumber.set(step.n, step);
  return [...byNumber.values()].toSorted((a, b) => a.n - b.n);
};

/** Pages that are in memory at once: at most 10 MB of them. */
const PAGES_AT_ONCE = 40;
/** Of the column's type: no run has so many steps. */
const NO_END = 2 ** 31 - 1;

/**
 * The steps that PostgreSQL has, in order of `n`; all of them once the run is closed. Only the `most` first past `since`,
 * however long the trace is: a loop of a million rounds has five thousand pages, of which those are read that may hold them.
 */
export const readTrace = async (
  db: TenantDb,
  runId: string,
  { since = 0, most = Number.POSITIVE_INFINITY }: { since?: number; most?: number } = {},
): Promise<TraceStep[]> => {
  const byNumber = new Map<number, TraceStep>();
  let highest = NO_END;
  for (let after = -1; ; ) {
    const rows = await db.sql<{ page: number; steps: TraceStep[] }>`
      select page, steps from trace_pages
      where tenant_id = ${db.tenant} and run_id = ${parseId('run', runId)} and page > ${after}
        and (last_n is null or last_n > ${since}) and (first_n is null or first_n <= ${highest})
      order by page limit ${PAGES_AT_ONCE}`;
    for (const { steps } of rows)
      for (const step of steps) if (step.n > since && step.n <= highest) byNumber.set(step.n, step);
    if (byNumber.size > 2 * most) highest = keepFirst(byNumber, most);
    const last = rows.at(-1);
    if (!last || rows.length < PAGES_AT_ONCE) break;
    after = last.page;
  }
  return [...byNumber.values()].toSorted((a, b) => a.n - b.n).slice(0, most);
};

/** Forgets all but the first `most`; gives the number of the last of them. */
function keepFirst(byNumber: Map<number, TraceStep>, most: number): number {
  const numbers = [...byNumber.keys()].toSorted((a, b) => a - b);
  for (const n of numbers.slice(most)) byNumber.delete(n);
  return numbers[most - 1] ?? 0;
}
