import type { Json } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { parseId } from '../../ids.ts';
import type { ArchiveDeps } from '../archive/write-archive.ts';
import { getJob, placeOf, type TenantJob } from '../tenant-jobs.ts';
import { ArchiveRefused } from './archive-refused.ts';
import { fileHashOf } from './check-archive.ts';
import { isEmptyTenant } from './empty-tenant.ts';
import { readUpload } from './read-upload.ts';

/** An owner gave it up while workers had it. */
export const isCancelled = ({ input }: Pick<TenantJob, 'input'>): boolean => input.cancelled === true;

/** @throws `ArchiveRefused` where somebody gave the import up */
export const refuseCancelled = (job: Pick<TenantJob, 'input'>): void => {
  if (isCancelled(job)) throw new ArchiveRefused('cancelled', 'It was given up');
};

/** What the account has in the store before an import puts anything there; null: more than is worth telling apart. */
export const filesBefore = async ({ stores }: Pick<ArchiveDeps, 'stores'>, tenantId: string): Promise<Json> => {
  const names = await stores.all[0].list(tenantId, '');
  return names.length < 500 ? names : null;
};

/**
 * Takes away the files that an import put which was given up; rows there are none, for they come in one transaction. Files stay
 * where somebody has begun to work in the account: they may be theirs by now, and go when their time is over.
 */
export const removePutFiles = async (
  deps: ArchiveDeps,
  tenantId: string,
  { job, mostBytes }: { job: string; mostBytes: number },
): Promise<void> => {
  const read = async (db: TenantDb) => ({ place: await placeOf(db, job), isEmpty: await isEmptyTenant(db) });
  const { place, isEmpty } = await deps.database.withTenant(tenantId, read);
  if (!isEmpty || !Array.isArray(place.had)) return;
  const kept = new Set(place.had);
  for await (const { path } of readUpload(deps, tenantId, { job, mostBytes })) {
    const hash = fileHashOf(path);
    if (hash !== null && !kept.has(hash)) await deps.stores.all[0].remove(tenantId, hash);
  }
};

/** Held until the transaction's end, so that it is not given up any more once it was not. @throws as `refuseCancelled` */
export const refuseCancelledToTheEnd = async (db: TenantDb, job: string): Promise<void> => {
  await db.sql`select 1 from tenant_jobs where tenant_id = ${db.tenant} and id = ${parseId('job', job)} for update`;
  refuseCancelled(await getJob(db, job, 'import'));
};
