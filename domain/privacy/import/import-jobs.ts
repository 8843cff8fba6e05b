import { failure } from '#flow/errors.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb, WithTenant } from '#prisma/with-tenant.ts';
import { appendAudit } from '../../audit/audit.ts';
import { withKeyId } from '../../files/file-envelope.ts';
import { parseId } from '../../ids.ts';
import { lock } from '../../locks.ts';
import type { PayloadKeys } from '../../payloads/payload-keys.ts';
import { sealBytes } from '../../payloads/seal-bytes.ts';
import { listParts, putPart, sha256Of } from '../archive/parts.ts';
import { createJob, getJob, listJobs, type TenantJob } from '../tenant-jobs.ts';
import { isCancelled } from './cancelled-import.ts';
import { isEmptyTenant } from './empty-tenant.ts';

/** Of one call. */
export const PIECE_BYTES = 8 * 1024 * 1024;
/** Of an archive, packed. */
export const MOST_BYTES = 4 * 1024 * 1024 * 1024;

export interface ImportAsked {
  /** Bytes of the archive. */
  size: number;
  /** Of the whole archive, hex: it names what is sent. */
  sha256: string | null;
  invitePeople: boolean;
  by: string;
}

const notEmpty = () =>
  failure(
    'conflict',
    'Só uma conta vazia recebe um arquivo: esta já tem dados.',
    'Only an empty account takes an archive in: this one has data already.',
  );

/**
 * Begins to take an archive in; its pieces follow. The same archive, by its sum, is the import that there is already.
 * @throws `conflict` where the account is not empty, or another import is open
 */
export const beginImport = async (db: TenantDb, asked: ImportAsked): Promise<{ job: TenantJob; isNew: boolean }> => {
  await lock(db, ['import']);
  const known = (await listJobs(db)).filter(({ kind, state }) => kind === 'import' && state !== 'failed');
  const same = known.find((job) => asked.sha256 !== null && job.input.sha256 === asked.sha256 && !isCancelled(job));
  if (same) return { job: same, isNew: false };
  if (known.some(({ endedAt }) => endedAt === null))
    throw failure('conflict', 'Uma importação já está em andamento.', 'An import is under way already.');
  if (!(await isEmptyTenant(db))) throw notEmpty();
  const { by, size, sha256, invitePeople } = asked;
  const job = await createJob(db, { kind: 'import', input: { size, sha256, invitePeople }, by, state: 'uploading' });
  await appendAudit(db, { actor: by, action: 'tenant.import', target: job.id, data: { size, invitePeople } });
  return { job, isNew: true };
};

const held = async (db: TenantDb, id: string): Promise<TenantJob> => {
  await db.sql`select 1 from tenant_jobs where tenant_id = ${db.tenant} and id = ${parseId('job', id)} for update`;
  return await getJob(db, id, 'import');
};

const overSize = () =>
  failure('invalid', 'Chegou mais do que o tamanho anunciado.', 'More was sent than the size that was announced.');

/** Keeps a piece, closed; sent again it takes its own place. @throws `not_found`, `conflict` behind the start, `invalid` */
export const putPiece = async (
  withTenant: WithTenant,
  keys: PayloadKeys,
  tenantId: string,
  { id, n, bytes }: { id: string; n: number; bytes: Uint8Array },
): Promise<TenantJob> => {
  await withTenant(tenantId, (db) => getJob(db, id, 'import'));
  const key = await keys.newest(tenantId);
  const sealed = withKeyId(key.id, await sealBytes(key, bytes));
  return await withTenant(tenantId, async (db) => {
    const job = await held(db, id);
    if (job.state !== 'uploading') throw failure('conflict', 'O envio já terminou.', 'The upload is over already.');
    const others = (await listParts(db, id)).filter((part) => part.n !== n);
    if (others.reduce((sum, { size }) => sum + size, bytes.length) > Number(job.input.size)) throw overSize();
    await putPart(db, id, { n, path: null, rows: 0, size: bytes.length, sha256: sha256Of(bytes), bytes: sealed });
    return job;
  });
};

/** All was sent: workers go on. Asked again it is what it is. @throws `not_found`, `conflict` where a piece is missing */
export const startImport = async (db: TenantDb, id: string): Promise<TenantJob> => {
  const job = await held(db, id);
  if (job.state !== 'uploading') return job;
  const parts = await listParts(db, id);
  const sent = parts.reduce((sum, { size }) => sum + size, 0);
  if (sent !== Number(job.input.size) || parts.some(({ n }, at) => n !== at))
    throw failure('conflict', 'Faltam pedaços do arquivo.', 'Pieces of the archive are missing.', {
      details: { size: Number(job.input.size), sent },
    });
  await db.sql`
    update tenant_jobs set state = 'waiting', place = ${json({ phase: 'check' })}::json, lease_until = now()
    where tenant_id = ${db.tenant} and id = ${parseId('job', id)}`;
  return await getJob(db, id, 'import');
};

const isWorkedOn = ({ state }: TenantJob): boolean => state === 'waiting' || state === 'running';

/**
 * What was sent is forgotten. Where workers have it they are told to let go: nothing of it is ever seen, and what they put is taken
 * away; the end says `cancelled`. One that has ended goes off the list.
 * @param given `open`: only where it has not ended
 * @throws `not_found`, `conflict` where it should be open and is not
 */
export const cancelImport = async (
  db: TenantDb,
  id: string,
  { by, open = false }: { by: string; open?: boolean | undefined },
): Promise<void> => {
  const job = await held(db, id);
  if (open && job.endedAt !== null)
    throw failure('conflict', 'A importação terminou antes.', 'The import ended before that.');
  if (isCancelled(job) && isWorkedOn(job)) return;
  const uuid = parseId('job', id);
  if (isWorkedOn(job)) {
    const input = json({ ...job.input, cancelled: true });
    await db.sql`update tenant_jobs set input = ${input}::json where tenant_id = ${db.tenant} and id = ${uuid}`;
  } else await db.sql`delete from tenant_jobs where tenant_id = ${db.tenant} and id = ${uuid}`;
  await appendAudit(db, { actor: by, action: 'tenant.import.cancel', target: id, data: { state: job.state } });
};

/** Nobody reads it any more. */
export const dropUpload = async (db: TenantDb, id: string): Promise<void> => {
  await db.sql`delete from archive_parts where tenant_id = ${db.tenant} and job_id = ${parseId('job', id)}`;
};
