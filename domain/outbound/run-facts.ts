import type { RunResult } from '#flow/machine/run-result.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatId } from '../ids.ts';
import { anybodyHears, cut, type Fact, tellEndpoints } from './tell-endpoints.ts';

/** What is known of a run that has just ended. Times are ISO 8601 UTC; `id` and `flow_id` uuids. */
interface EndedRun {
  id: string;
  flow_id: string;
  flow_version: number | null;
  trigger_type: string;
  status: string;
  test: boolean;
}

const dataOf = (row: EndedRun, { startedAt, endedAt }: Pick<RunResult, 'startedAt' | 'endedAt'>) => ({
  runId: formatId('run', row.id),
  flowId: formatId('flw', row.flow_id),
  flowVersion: row.flow_version,
  trigger: row.trigger_type,
  startedAt,
  endedAt,
});

type Ending = Pick<RunResult, 'startedAt' | 'endedAt' | 'error'>;

const factOf = (row: EndedRun, ending: Ending): Fact => {
  const data = dataOf(row, ending);
  const flowId = data.flowId;
  if (row.status === 'succeeded') return { type: 'run.succeeded', flowId, data };
  if (row.status === 'cancelled') return { type: 'run.cancelled', flowId, data };
  const { code = 'internal', message = '' } = ending.error ?? {};
  return { type: 'run.failed', flowId, data: { ...data, error: { code: cut(code, 100), message: cut(message) } } };
};

/** Tells of runs that ended; nobody hears of test runs. `heard`: whether the tenant has endpoints, where that is known. */
export const tellOfEnds = async <Row extends EndedRun>(
  db: TenantDb,
  rows: readonly Row[],
  endingOf: (row: Row) => Ending | undefined,
  heard?: boolean,
): Promise<void> => {
  const real = rows.filter(({ test }) => !test);
  if (real.length === 0 || !(heard ?? (await anybodyHears(db)))) return;
  const facts = real.flatMap((row) => {
    const ending = endingOf(row);
    return ending ? [factOf(row, ending)] : [];
  });
  await tellEndpoints(db, facts);
};
