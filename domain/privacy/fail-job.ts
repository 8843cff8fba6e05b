import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { dropUpload } from './import/import-jobs.ts';
import { endJob, getJob, type JobKind } from './tenant-jobs.ts';

const TITLES: Readonly<Record<JobKind, string>> = {
  export: 'A exportação falhou · The export failed',
  import: 'A importação falhou · The import failed',
};

/** An export or import is given up: its owners are told of this end as of a good one. Nothing, where it has ended already. */
export const failJob = async (
  db: TenantDb,
  { id, kind }: { id: string; kind: JobKind },
  { code, detail }: { code: string; detail: string | null },
): Promise<void> => {
  if (!(await endJob(db, id, { error: code, ...(detail !== null && { result: { detail } }) }))) return;
  // Whoever gave it up knows it, and so does the audit.
  if (code !== 'cancelled')
    await addNotification(db, {
      ...{ to: ['owner'], title: TITLES[kind], body: '', level: 'error', link: '/settings/data' },
      ...{ runId: null, flowId: '', effectKey: `${kind}/${id}` },
    });
  if (kind === 'export') return;
  const { createdBy } = await getJob(db, id, kind);
  await dropUpload(db, id);
  await appendAudit(db, { actor: createdBy, action: 'tenant.import.end', target: id, data: { error: code } });
};
