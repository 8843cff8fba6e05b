import type { JsonObject } from '#flow/json.ts';
import { columnsOf } from '#prisma/data-catalogue/catalogue.ts';
import { identifier, joinSql } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { unpackFile, withKeyId, withoutKeyId } from '../../files/file-envelope.ts';
import { formatId } from '../../ids.ts';
import { addNotification } from '../../notifications/add-notification.ts';
import type { ObjectStores } from '../../payloads/object-store.ts';
import type { PayloadKeys } from '../../payloads/payload-keys.ts';
import { openBytes, sealBytes } from '../../payloads/seal-bytes.ts';
import { getTenant } from '../../tenants/get-tenant.ts';
import { advanceJob, endJob, placeOf } from '../tenant-jobs.ts';
import { readTenantTables, type TenantTable } from '../tenant-tables.ts';
import { ARCHIVE_FORMAT, ARCHIVE_VERSION, type Manifest } from './format.ts';
import { type ArchivePart, listParts, putPart, sha256Of } from './parts.ts';
import { countOf, isArchived, readRows } from './read-rows.ts';
import { tarMember } from './tar.ts';

export interface ArchiveDeps {
  database: Database;
  keys: PayloadKeys;
  stores: ObjectStores;
  now(): number;
}

/** Where an export goes on: rows of a table behind a key, then files of a store behind a hash, then the manifest. */
interface Place {
  n: number;
  table: number;
  after: JsonObject | null;
  store: number;
  hash: string;
}

const BEGIN: Place = { n: 0, table: 0, after: null, store: 0, hash: '' };

const placeIn = (kept: JsonObject): Place => ({ ...BEGIN, ...(kept as Partial<Place>) });

/** Carries an export on from where it is to its end; a piece at a time, each kept with the place behind it. */
export const writeArchive = async (deps: ArchiveDeps, tenantId: string, job: string, signal: AbortSignal) => {
  const { withTenant, admin } = deps.database;
  const tables = (await readTenantTables(admin.sql)).filter(isArchived);
  let place = placeIn(await withTenant(tenantId, (db) => placeOf(db, job)));
  if (place.n === 0) await countAll(deps, tenantId, job, tables);
  while (place.table < tables.length) {
    if (signal.aborted) return;
    place = await writeRows(deps, tenantId, job, place, tables[place.table] as TenantTable);
  }
  while (place.store < deps.stores.all.length) {
    if (signal.aborted) return;
    place = await writeFiles(deps, tenantId, job, place);
  }
  await writeManifest(deps, tenantId, job, place.n, tables);
};

/** For the progress that people see: where a table is too large to be counted in time, there is no total, and no harm. */
const countAll = async ({ database }: ArchiveDeps, tenantId: string, job: string, tables: readonly TenantTable[]) => {
  const { withTenant } = database;
  let total = 0;
  for (const table of tables) {
    const rows = await withTenant(tenantId, (db) => countOf(db, table)).catch(() => null);
    if (rows === null) return;
    total += rows;
  }
  await withTenant(tenantId, (db) => advanceJob(db, job, { place: {}, total }));
};

const closed = async ({ keys }: ArchiveDeps, tenantId: string, path: string, content: Uint8Array) => {
  const key = await keys.newest(tenantId);
  return withKeyId(key.id, await sealBytes(key, await tarMember(path, content)));
};

const writeRows = async (
  deps: ArchiveDeps,
  tenantId: string,
  job: string,
  place: Place,
  table: TenantTable,
): Promise<Place> => {
  const { withTenant } = deps.database;
  const { lines, after } = await withTenant(tenantId, (db) => readRows(db, table, place.after));
  const next: Place = { ...place, after, table: after === null ? place.table + 1 : place.table };
  if (lines.length === 0) {
    await withTenant(tenantId, (db) => advanceJob(db, job, { place: { ...next } }));
    return next;
  }
  const content = Buffer.from(`${lines.join('\n')}\n`);
  const path = `tables/${table.name}.${String(place.n).padStart(6, '0')}.jsonl`;
  const part = { n: place.n, path, rows: lines.length, size: content.length, sha256: sha256Of(content) };
  const bytes = await closed(deps, tenantId, path, content);
  next.n += 1;
  await withTenant(tenantId, async (db) => {
    await putPart(db, job, { ...part, bytes });
    await advanceJob(db, job, { place: { ...next }, done: lines.length });
  });
  return next;
};

/** Of a store's next objects, those that are files: they are named, and read where they are when somebody takes the archive. */
const writeFiles = async (deps: ArchiveDeps, tenantId: string, job: string, place: Place): Promise<Place> => {
  const store = deps.stores.all[place.store];
  const hashes = (await store?.list(tenantId, place.hash)) ?? [];
  const last = hashes.at(-1);
  const next: Place = last === undefined ? { ...place, store: place.store + 1, hash: '' } : { ...place, hash: last };
  const found: ArchivePart[] = [];
  for (const hash of hashes) {
    const content = await fileIn(deps, (await store?.get(tenantId, hash)) ?? new Uint8Array());
    if (content)
      found.push({ n: next.n++, path: `files/${hash}`, rows: 1, size: content.length, sha256: sha256Of(content) });
  }
  await deps.database.withTenant(tenantId, async (db) => {
    for (const part of found) await putPart(db, job, { ...part, bytes: new Uint8Array() });
    await advanceJob(db, job, { place: { ...next } });
  });
  return next;
};

/** A file as an archive has it: a line of what it is called, then its bytes. Null for what is no file: values of histories. */
export const fileIn = async ({ keys }: Pick<ArchiveDeps, 'keys'>, stored: Uint8Array) => {
  const envelope = withoutKeyId(stored);
  if ('plain' in envelope) return null;
  const { bytes, name, type } = unpackFile(await openBytes(await keys.byId(envelope.keyId), envelope.sealed));
  return Buffer.concat([Buffer.from(`${JSON.stringify({ name, type })}\n`), bytes]);
};

/** What stands in no table of the tenant's own: its settings, and who works for it. */
const aboutTenant = async (db: TenantDb): Promise<Pick<Manifest, 'profile' | 'people'>> => {
  const kept = columnsOf('tenants', 'business').map((column) => identifier(column));
  const [row] = await db.sql<{ profile: JsonObject }>`/* varies */
    select row_to_json(t) as profile from (select ${joinSql(kept)} from tenants where id = ${db.tenant}) t`;
  const people = await db.sql<{ id: string; name: string; email: string; role: string }>`
    select u.id, u.name, u.email, m.role from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${db.tenant} order by u.id`;
  return { profile: row?.profile ?? {}, people: people.map(({ id, ...one }) => ({ id: formatId('usr', id), ...one })) };
};

const writeManifest = async (
  deps: ArchiveDeps,
  tenantId: string,
  job: string,
  n: number,
  tables: readonly TenantTable[],
) => {
  const { withTenant } = deps.database;
  const parts = await withTenant(tenantId, (db) => listParts(db, job));
  const tenant = await withTenant(tenantId, getTenant);
  const partsOf = (start: string) =>
    parts
      .filter(({ path }) => path?.startsWith(start))
      .map(({ path, rows, size, sha256 }) => ({ path: path ?? '', rows, size, sha256 }));
  const manifest: Manifest = {
    format: ARCHIVE_FORMAT,
    version: ARCHIVE_VERSION,
    madeAt: new Date(deps.now()).toISOString(),
    tenant: { id: tenantId, slug: tenant.slug, name: tenant.name },
    ...(await withTenant(tenantId, aboutTenant)),
    tables: Object.fromEntries(
      tables.map(({ name }) => {
        const own = partsOf(`tables/${name}.`);
        return [name, { rows: own.reduce((sum, { rows }) => sum + rows, 0), parts: own }];
      }),
    ),
    files: { count: partsOf('files/').length, parts: partsOf('files/') },
    leftOut: tables.flatMap(({ name }) => columnsOf(name, 'secret').map((column) => `${name}.${column}`)),
  };
  const content = Buffer.from(JSON.stringify(manifest, null, 2));
  const part = { n, path: 'manifest.json', rows: 0, size: content.length, sha256: sha256Of(content) };
  const bytes = await closed(deps, tenantId, part.path, content);
  await withTenant(tenantId, async (db) => {
    await putPart(db, job, { ...part, bytes });
    const bytesAll = parts.reduce((sum, { size }) => sum + size, 0);
    const rows = Object.values(manifest.tables).reduce((sum, table) => sum + table.rows, 0);
    const result = { rows, files: manifest.files.count, bytes: bytesAll, manifest: part.sha256 };
    if (!(await endJob(db, job, { result }))) return;
    await addNotification(db, {
      ...{
        to: ['owner'],
        title: 'Exportação pronta · Export ready',
        body: '',
        level: 'success',
        link: '/settings/data',
      },
      ...{ runId: null, flowId: '', effectKey: `export/${job}` },
    });
  });
};
