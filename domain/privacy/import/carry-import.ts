import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import type { Catalogue } from '#flow/node-type.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../../audit/audit.ts';
import { createFileStore } from '../../files/file-store.ts';
import { parseId } from '../../ids.ts';
import { lock } from '../../locks.ts';
import { addNotification } from '../../notifications/add-notification.ts';
import type { InviteLetter } from '../../people/invites.ts';
import { getTenant } from '../../tenants/get-tenant.ts';
import type { TarFile } from '../archive/tar.ts';
import type { ArchiveDeps } from '../archive/write-archive.ts';
import { advanceJob, endJob, getJob, placeOf } from '../tenant-jobs.ts';
import { readTenantTables } from '../tenant-tables.ts';
import { ArchiveRefused } from './archive-refused.ts';
import { filesBefore, refuseCancelled, refuseCancelledToTheEnd, removePutFiles } from './cancelled-import.ts';
import { type CheckedArchive, checkArchive, fileHashOf, fileOf, rowsOf, tableOf } from './check-archive.ts';
import { isEmptyTenant } from './empty-tenant.ts';
import { dropUpload } from './import-jobs.ts';
import { invitePeople } from './invite-people.ts';
import { plainBytesOf } from './limits.ts';
import { readProfile, writeProfile } from './profile.ts';
import { readUpload } from './read-upload.ts';
import { type ImportReport, type LeftOut, reportJson } from './report.ts';
import { type Row, type RowShapes, readRowShapes } from './row-shapes.ts';
import { ruleOf, type Taking } from './table-rules.ts';
import { TableUsage } from './table-usage.ts';
import { type JsonColumns, readJsonColumns, takeRows } from './take-rows.ts';

export interface ImportDeps extends ArchiveDeps {
  catalogue: Catalogue;
  /** Sends what people get who are invited; the import does not wait for it. */
  sendInvites(tenantId: string, letters: readonly InviteLetter[]): Promise<void>;
}

interface Import {
  deps: ImportDeps;
  tenantId: string;
  job: string;
  signal: AbortSignal;
  shapes: RowShapes;
  /** Unpacked. */
  mostBytes: number;
}

/** Between notes of how far it is. */
const STEP = 20;
/** Between renewals of the lease, in milliseconds: well within it, however long a file takes. */
const RENEW_MS = 10_000;

/** Somebody wants this process to end; whoever comes next goes on. */
const stopped = (signal: AbortSignal): void => signal.throwIfAborted();

/**
 * Carries an import to its end: reads all of the archive and believes nothing, puts its files, then writes all rows in one
 * transaction, so that nobody ever sees half of it. Whoever dies leaves it to the next: files that are put are put, the
 * transaction is there or not.
 * @throws `ArchiveRefused`
 */
export const carryImport = async (deps: ImportDeps, tenantId: string, job: string, signal: AbortSignal) => {
  const { withTenant, admin } = deps.database;
  const { plan } = await withTenant(tenantId, getTenant);
  const shapes = await readRowShapes(admin.sql);
  const work: Import = { deps, tenantId, job, signal, shapes, mostBytes: plainBytesOf(plan) };
  try {
    refuseCancelled(await withTenant(tenantId, (db) => getJob(db, job, 'import')));
    const checked = await check(work);
    await writeAll(work, checked, await putFiles(work));
  } catch (error) {
    if (error instanceof ArchiveRefused && error.code === 'cancelled') await removePutFiles(deps, tenantId, work);
    throw error;
  }
};

const filesOf = (
  { deps, tenantId, job, mostBytes }: Import,
  heard?: (bytes: Uint8Array) => void,
): AsyncGenerator<TarFile> => readUpload(deps, tenantId, { job, mostBytes }, heard);

/** The lease stays ours while there is nothing to keep: to be asked at each file. */
const renewing = ({ deps, tenantId, job, signal }: Import) => {
  let renewed = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    stopped(signal);
    if (deps.now() - renewed < RENEW_MS) return;
    renewed = deps.now();
    await deps.database.withTenant(tenantId, async (db) => {
      refuseCancelled(await getJob(db, job, 'import'));
      await advanceJob(db, job, { place: await placeOf(db, job) });
    });
  };
};

const check = async (work: Import): Promise<CheckedArchive> => {
  const { deps, tenantId, job, shapes } = work;
  const { withTenant } = deps.database;
  const sum = createHash('sha256');
  const checked = await checkArchive(
    filesOf(work, (bytes) => sum.update(bytes)),
    shapes,
    renewing(work),
  );
  const { input } = await withTenant(tenantId, (db) => getJob(db, job, 'import'));
  if (typeof input.sha256 === 'string' && input.sha256 !== sum.digest('hex'))
    throw new ArchiveRefused('archive_damaged', 'It is not what was announced');
  const total = Object.values(checked.manifest.tables).reduce((rows, table) => rows + table.rows, 0);
  await withTenant(tenantId, async (db) => advanceJob(db, job, { place: await placeOf(db, job), total }));
  return checked;
};

/** Each content once, closed with this tenant's key: to put it again changes nothing. @returns how many there are */
const putFiles = async (work: Import): Promise<number> => {
  const { deps, tenantId, job } = work;
  const { withTenant } = deps.database;
  const before = await withTenant(tenantId, (db) => placeOf(db, job));
  const from = typeof before.next === 'number' ? before.next : 0;
  if (before.phase === 'rows') return from;
  const had = before.had ?? (await filesBefore(deps, tenantId));
  await withTenant(tenantId, (db) => advanceJob(db, job, { place: { phase: 'files', next: from, had } }));
  const store = createFileStore(deps);
  const renew = renewing(work);
  let n = 0;
  for await (const file of filesOf(work)) {
    await renew();
    if (fileHashOf(file.path) === null) continue;
    n += 1;
    if (n <= from) continue;
    await store.put(tenantId, fileOf(file));
    const place = { phase: 'files', next: n, had };
    if (n % STEP === 0) await withTenant(tenantId, (db) => advanceJob(db, job, { place }));
  }
  await withTenant(tenantId, (db) => advanceJob(db, job, { place: { phase: 'rows', next: n, had } }));
  return n;
};

interface Written {
  counts: Record<string, number>;
  leftOut: Partial<Record<LeftOut, number>>;
  usage: TableUsage;
}

/** All rows, the settings, the report and the end of the job: one transaction. */
const writeAll = async (work: Import, checked: CheckedArchive, putBefore: number): Promise<void> => {
  const { deps, tenantId, job } = work;
  const { withTenant, admin } = deps.database;
  const tables = new Map((await readTenantTables(admin.sql)).map((table) => [table.name, table]));
  const jsonColumns = await readJsonColumns(admin.sql);
  // The archive is read, and progress told, by transactions of their own beside the one that writes.
  const outside = AsyncLocalStorage.snapshot();
  const letters = await withTenant(
    tenantId,
    async (db) => {
      await lock(db, ['import-rows']);
      const { state, createdBy, input } = await getJob(db, job, 'import');
      if (state !== 'running') return null;
      await refuseWorkedIn(db);
      const written: Written = { counts: {}, leftOut: {}, usage: new TableUsage() };
      await outside(() => withTenant(tenantId, (beside) => beginCount(beside, job)));
      // Work may be done again, where a key was not at hand: each time from the first file.
      const files = filesOf(work);
      const renew = renewing(work);
      for (;;) {
        const { value: file, done } = await outside(() => files.next());
        if (done || !file) break;
        await outside(renew);
        const rows = await writeFile(db, work, file, { tables, jsonColumns, written });
        if (rows > 0) await outside(() => told(work, rows));
      }
      const { manifest } = checked;
      await written.usage.write(db);
      await writeProfile(db, readProfile(manifest.profile));
      const invites = input.invitePeople === true ? await invitePeople(db, manifest.people, createdBy) : [];
      // Beside it our own rows are not seen yet: what is there was made meanwhile.
      await outside(() => withTenant(tenantId, refuseWorkedIn));
      await endImport(db, job, createdBy, reportOf(checked, written, { files: putBefore, invited: invites.length }));
      return invites;
    },
    { retries: 0 },
  );
  if (letters && letters.length > 0) await deps.sendInvites(tenantId, letters);
};

const refuseWorkedIn = async (db: TenantDb): Promise<void> => {
  if (!(await isEmptyTenant(db))) throw new ArchiveRefused('not_empty', 'The account is not empty any more');
};

/** A try before this one may have counted. */
const beginCount = async (db: TenantDb, job: string): Promise<void> => {
  await db.sql`update tenant_jobs set done = 0 where tenant_id = ${db.tenant} and id = ${parseId('job', job)}`;
};

const told = ({ deps, tenantId, job }: Import, rows: number): Promise<void> =>
  deps.database.withTenant(tenantId, async (db) => advanceJob(db, job, { place: await placeOf(db, job), done: rows }));

interface Writing {
  tables: Awaited<ReturnType<typeof readTenantTables>> extends (infer T)[] ? ReadonlyMap<string, T> : never;
  jsonColumns: JsonColumns;
  written: Written;
}

/** @returns how many rows it holds */
const writeFile = async (
  db: TenantDb,
  { deps, shapes }: Import,
  file: TarFile,
  { tables, jsonColumns, written }: Writing,
): Promise<number> => {
  const name = tableOf(file.path);
  const table = name === null ? undefined : tables.get(name);
  if (!table) {
    // A transaction that says nothing for long is ended by the server.
    await db.sql`select 1`;
    return 0;
  }
  const left = (what: LeftOut) => {
    written.leftOut[what] = (written.leftOut[what] ?? 0) + 1;
  };
  const taking: Taking = { db, catalogue: deps.catalogue, at: new Date(deps.now()).toISOString(), left };
  const rule = ruleOf(table.name);
  let [rows, taken] = [0, 0];
  function* changed(of: string): Generator<Row> {
    for (const row of rowsOf(file, shapes)) {
      rows += 1;
      const next = rule(row, taking);
      if (next === null) continue;
      taken += 1;
      written.usage.add(of, next);
      yield next;
    }
  }
  await takeRows(db, table, changed(table.name), jsonColumns);
  if (taken > 0) written.counts[table.name] = (written.counts[table.name] ?? 0) + taken;
  return rows;
};

const reportOf = (
  { manifest, digest }: CheckedArchive,
  written: Written,
  { files, invited }: { files: number; invited: number },
): ImportReport => {
  const { people = 0, ...leftOut } = written.leftOut;
  const missing = manifest.files.count - files;
  return {
    archive: digest,
    from: { slug: manifest.tenant.slug, name: manifest.tenant.name, madeAt: manifest.madeAt },
    rows: Object.values(written.counts).reduce((sum, rows) => sum + rows, 0),
    files,
    counts: written.counts,
    leftOut: {
      ...leftOut,
      ...(people > 0 && { people }),
      ...(people > invited && { people_uninvited: people - invited }),
      ...(missing > 0 && { files_missing: missing }),
    },
    invited,
  };
};

const endImport = async (db: TenantDb, job: string, by: string, report: ImportReport): Promise<void> => {
  const { archive, from, rows, files } = report;
  await refuseCancelledToTheEnd(db, job);
  await dropUpload(db, job);
  // Nothing of it stays where somebody said meanwhile that it failed.
  if (!(await endJob(db, job, { result: reportJson(report) }))) throw new Error('An import was ended by somebody else');
  await addNotification(db, {
    ...{ to: ['owner'], title: 'Importação pronta · Import done', body: from.name, level: 'success' },
    ...{ link: '/settings/data', runId: null, flowId: '', effectKey: `import/${job}` },
  });
  const data = { archive, from: from.slug, madeAt: from.madeAt, rows, files, invited: report.invited };
  await appendAudit(db, { actor: by, action: 'tenant.import.end', target: job, data });
};
