import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { noSuchRun } from './run-failures.ts';
import { RUN_COLUMNS, type RunRow, type RunView, viewRun } from './run-view.ts';

/** @throws `not_found`, for another tenant's run too. */
export const getRun = async (db: TenantDb, runId: string): Promise<RunView> => {
  const [row] = await db.sql<RunRow>`
    select ${RUN_COLUMNS} from runs where tenant_id = ${db.tenant} and id = ${parseId('run', runId)}`;
  if (!row) throw noSuchRun();
  return viewRun(row);
};
