import type { TraceStep } from '#flow/machine/protocol.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';

/** Writes a page once; the same page again changes nothing. Pages are numbered from 0. */
export const appendTracePage = async (db: TenantDb, runId: string, page: number, steps: TraceStep[]): Promise<void> => {
  await db.sql`
    insert into trace_pages (tenant_id, run_id, page, steps)
    values (${db.tenant}, ${parseId('run', runId)}, ${page}, ${json(steps)}::json)
    on conflict (tenant_id, run_id, page) do nothing`;
};

/** A step that was told twice (it went on, or a late answer came) counts as it was told last. */
export const mergeSteps = (pages: TraceStep[][]): TraceStep[] => {
  const byNumber = new Map<number, TraceStep>();
  for (const page of pages) for (const step of page) byNumber.set(step.n, step);
  return [...byNumber.values()].toSorted((a, b) => a.n - b.n);
};

export interface StoredTrace {
  steps: TraceStep[];
  /** Number of the next page. */
  pages: number;
}

/** The steps that PostgreSQL has, in order; all of them once the run is closed. */
export const readTrace = async (db: TenantDb, runId: string): Promise<StoredTrace> => {
  const rows = await db.sql<{ page: number; steps: TraceStep[] }>`
    select page, steps from trace_pages where tenant_id = ${db.tenant} and run_id = ${parseId('run', runId)} order by page`;
  return { steps: mergeSteps(rows.map((row) => row.steps)), pages: (rows.at(-1)?.page ?? -1) + 1 };
};
