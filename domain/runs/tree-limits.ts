import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../ids.ts';
import { lock, treeLock } from '../locks.ts';
import type { AdmitRequest } from './admit-request.ts';

/** How far runs may begin runs (`flow-language` §3, `flow`). */
export const MAX_DEPTH = 10;
export const MAX_RUNS_OF_A_ROOT = 1_000;

/** @throws `too_many_runs`. Takes the lock of the tree: two branches do not share the last place. */
export const checkTreeLimits = async (db: TenantDb, request: AdmitRequest): Promise<void> => {
  const rootRunId = request.parent?.rootRunId ?? request.lineage?.rootRunId;
  const depth = request.parent ? request.parent.depth + 1 : (request.lineage?.depth ?? 0);
  if (rootRunId === undefined) return;
  if (depth > MAX_DEPTH)
    throw failure(
      'too_many_runs',
      `Fluxos iniciam uns aos outros até ${MAX_DEPTH} níveis`,
      `Flows start one another at most ${MAX_DEPTH} deep`,
      { details: { depth } },
    );
  const root = parseId('run', rootRunId);
  await lock(db, treeLock(root));
  const [row] = await db.sql<{ count: number }>`
    select count(*)::int as count from runs where tenant_id = ${db.tenant} and root_run_id = ${root} and depth > 0`;
  if ((row?.count ?? 0) >= MAX_RUNS_OF_A_ROOT)
    throw failure(
      'too_many_runs',
      `Uma execução inicia no máximo ${MAX_RUNS_OF_A_ROOT} outras`,
      `A run starts at most ${MAX_RUNS_OF_A_ROOT} others`,
      { details: { rootRunId } },
    );
};
