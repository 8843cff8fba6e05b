import type { Logger } from 'pino';
import { type ArchiveDeps, writeArchive } from '#domain/privacy/archive/write-archive.ts';
import { claimJob, endJob } from '#domain/privacy/tenant-jobs.ts';
import { type DeletionDeps, deleteDue } from '#domain/tenants/delete-due.ts';
import { TramaError } from '#flow/errors.ts';
import { Repeating } from './repeating.ts';

const LOOK_MS = 2_000;

export type TenantWorkDeps = ArchiveDeps & DeletionDeps & { log: Logger };

/** Exports of tenants, and deletions whose time has come: whoever dies in one leaves it to the next. */
export class TenantWork extends Repeating {
  constructor(deps: TenantWorkDeps) {
    super(
      async (stopped) => {
        const worked = (await workOnJob(deps, stopped)) || (await deleteOne(deps));
        return worked ? 0 : LOOK_MS;
      },
      (error) => deps.log.warn({ err: error }, 'work for a tenant cannot go on now'),
    );
  }
}

const deleteOne = async (deps: TenantWorkDeps): Promise<boolean> => {
  const tenantId = await deleteDue(deps);
  if (tenantId !== null) deps.log.info({ tenantId }, 'a tenant was deleted');
  return tenantId !== null;
};

/** @returns whether there was one */
const workOnJob = async (deps: TenantWorkDeps, stopped: AbortSignal): Promise<boolean> => {
  const job = await claimJob(deps.database.admin);
  if (!job) return false;
  const { tenantId, id, last } = job;
  try {
    await writeArchive(deps, tenantId, id, stopped);
  } catch (error) {
    deps.log.warn({ err: error, job: id }, 'an export broke off');
    const code = error instanceof TramaError ? error.code : 'internal';
    // What is wrong with it stays wrong; what was away is tried again when the lease ends.
    const isFinal = error instanceof TramaError && error.retry === 'never';
    if (last || isFinal) await deps.database.withTenant(tenantId, (db) => endJob(db, id, { error: code }));
  }
  return true;
};
