import { createHash } from 'node:crypto';
import { setInterval as every } from 'node:timers/promises';
import { newId, parseId } from '#domain/ids.ts';
import { postgresObjects } from '#domain/payloads/object-store.ts';
import { createPayloadKeys } from '#domain/payloads/payload-keys.ts';
import { openArchive } from '#domain/privacy/archive/open-archive.ts';
import { beginImport, PIECE_BYTES, putPiece, startImport } from '#domain/privacy/import/import-jobs.ts';
import { createJob, getJob, type JobKind } from '#domain/privacy/tenant-jobs.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { databaseOf } from '#scripts/database-of.ts';
import type { Figure } from './figure.ts';
import type { World } from './world.ts';

/** What a process may grow by, whatever it carries. */
const FLAT_MB = 150;

const makeTenant = async ({ admin }: Database): Promise<string> => {
  const id = newId('ten');
  const uuid = parseId('ten', id);
  await admin.sql`insert into tenants (id, slug, name, plan) values (${uuid}, ${`t${uuid}`}, 'T', 'ENTERPRISE')`;
  return id;
};

/** Rows of half a kilobyte each, ten thousand at once. */
const fill = async ({ withTenant }: Database, tenantId: string, rows: number): Promise<void> => {
  const table = parseId('tbl', newId('tbl'));
  await withTenant(
    tenantId,
    (db) => db.sql`
      insert into data_tables (tenant_id, id, name, columns, created_by)
      values (${db.tenant}, ${table}, 'clientes', '[]', 'size')`,
  );
  for (let from = 0; from < rows; from += 10_000)
    await withTenant(
      tenantId,
      (db) => db.sql`
        insert into data_rows (tenant_id, table_id, id, cells, bytes)
        select ${db.tenant}, ${table}, gen_random_uuid(),
          jsonb_build_object('a', n, 'b', (select string_agg(md5(n::text || i), '') from generate_series(1, 14) i)), 500
        from generate_series(1, ${Math.min(10_000, rows - from)}::int) n`,
    );
};

/** The most that is held while work goes on, over what was held before it. */
const grown = async (held: () => number, work: Promise<unknown>): Promise<number> => {
  const before = held();
  let most = before;
  const ending = new AbortController();
  const done = work.finally(() => ending.abort());
  try {
    for await (const _ of every(200, null, { signal: ending.signal })) most = Math.max(most, held());
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  }
  await done;
  return most - before;
};

/** All that an account has, out of one and into another. */
export const archive = async (world: World, rows: number): Promise<Figure[]> => {
  const database = await databaseOf(world.data);
  const { withTenant } = database;
  const keys = createPayloadKeys(database);
  const deps = { database, keys, stores: { all: [postgresObjects(database)] as const }, now: Date.now };
  const ended = (tenantId: string, id: string, kind: JobKind) =>
    world.until(
      async () => {
        const job = await withTenant(tenantId, (db) => getJob(db, id, kind));
        if (job.state === 'failed') throw new Error(`${kind}: ${job.error} ${JSON.stringify(job.result)}`);
        return job.state === 'done' ? job : null;
      },
      `${kind} of ${rows} rows`,
      1_800_000,
    );
  const seconds = (since: number) => (Date.now() - since) / 1_000;
  const node = () => world.memory.node;
  const own = () => process.memoryUsage.rss() / 1024 / 1024;
  const figure = (what: string, s: number, mb: number): Figure => ({
    what: `${what} of ${rows} rows`,
    is: `${s.toFixed(1)} s, ${Math.max(0, mb).toFixed(0)} MB more`,
    ok: mb < FLAT_MB,
  });
  try {
    const source = await makeTenant(database);
    await fill(database, source, rows);
    let began = Date.now();
    const job = await withTenant(source, (db) => createJob(db, { kind: 'export', input: {}, by: 'size' }));
    const exported = await grown(node, ended(source, job.id, 'export'));
    const figures = [figure('an export', seconds(began), exported)];

    began = Date.now();
    const pieces: Buffer[] = [];
    let size = 0;
    const taken = await grown(
      own,
      (async () => {
        for await (const piece of openArchive(deps, source, job.id)) {
          pieces.push(Buffer.from(piece));
          size += piece.length;
        }
      })(),
    );
    figures.push(figure(`the archive (${(size / 1e6).toFixed(0)} MB, kept here)`, seconds(began), taken - size / 1e6));

    const bytes = Buffer.concat(pieces);
    const target = await makeTenant(database);
    began = Date.now();
    const asked = { size, sha256: createHash('sha256').update(bytes).digest('hex'), invitePeople: false, by: 'size' };
    const { job: taking } = await withTenant(target, (db) => beginImport(db, asked));
    for (let n = 0; n * PIECE_BYTES < size; n++)
      await putPiece(withTenant, keys, target, {
        ...{ id: taking.id, n },
        bytes: bytes.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES),
      });
    await withTenant(target, (db) => startImport(db, taking.id));
    const imported = await grown(node, ended(target, taking.id, 'import'));
    return [...figures, figure('an import', seconds(began), imported)];
  } finally {
    await database.close();
  }
};
