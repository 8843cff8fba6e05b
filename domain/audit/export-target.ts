import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { failure, type TramaError } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { json, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { seal, unseal } from '../connections/seal.ts';
import { appendAudit } from './audit.ts';
import { changesBetween } from './changes.ts';
import type { AuditFormat } from './export-audit.ts';

/** A bucket of an S3-compatible service, without the secret of its key. */
export interface ExportPlace {
  /** Without a slash at the end. */
  endpoint: string;
  region: string;
  bucket: string;
  /** Begins the names of objects; no slash at either end, may be empty. */
  prefix: string;
  accessKey: string;
}

export interface ExportTarget extends ExportPlace {
  format: AuditFormat;
  gzip: boolean;
  /** Of the day, in the tenant's zone. */
  hour: number;
}

/** How it stands. */
export interface ExportState {
  target: ExportTarget;
  /** The last entry that the bucket has; 0: none. */
  upTo: number;
  /** Entries that it has not. */
  waiting: number;
  /** ISO 8601 UTC. */
  nextAt: string;
  lastAt: string | null;
  failing: { since: string; times: number; problem: string; detail: string | null } | null;
}

export interface ExportRow {
  endpoint: string;
  region: string;
  bucket: string;
  prefix: string;
  access_key: string;
  sealed: Buffer | null;
  key_id: string | null;
  format: AuditFormat;
  gzip: boolean;
  hour: number;
  revision: number;
  done_seq: bigint;
  upto: bigint | null;
  earlier: JsonObject;
  next_at: Date;
  last_at: Date | null;
  failures: number;
  failing_since: Date | null;
  problem: string | null;
  detail: string | null;
}

export const EXPORT_PURPOSE = 'audit-export';

/** The secret goes to one service, with one key: behind others it does not open. */
const ownerOf = (db: TenantDb, { endpoint, accessKey }: Pick<ExportPlace, 'endpoint' | 'accessKey'>) => ({
  tenant: db.tenant,
  id: accessKey,
  connector: EXPORT_PURPOSE,
  hosts: [endpoint],
});

const READING = sql``;
export const FOR_UPDATE = sql`for update`;

/** Switched off, too. */
export const exportRow = async (db: TenantDb, lock: SqlFragment = READING): Promise<ExportRow | null> => {
  const [row] = await db.sql<ExportRow>`
    select endpoint, region, bucket, prefix, access_key, sealed, key_id, format, gzip, hour, revision, done_seq, upto, earlier,
      next_at, last_at, failures, failing_since, problem, detail
    from audit_exports where tenant_id = ${db.tenant} ${lock}`;
  return row ?? null;
};

export const placeOf = ({ endpoint, region, bucket, prefix, access_key: accessKey }: ExportRow): ExportPlace => ({
  ...{ endpoint, region, bucket, prefix, accessKey },
});

const targetOf = (row: ExportRow): ExportTarget => ({
  ...placeOf(row),
  ...{ format: row.format, gzip: row.gzip, hour: row.hour },
});

/** The secret of the key. @throws `internal` where it does not open */
export const openExportSecret = (db: TenantDb, row: ExportRow): string | null => {
  if (row.sealed === null || row.key_id === null) return null;
  const owner = ownerOf(db, placeOf(row));
  return String(unseal(db.sealer(EXPORT_PURPOSE), { bytes: row.sealed, keyId: row.key_id }, owner).secret);
};

/** Closes the secret with the newest key of the tenant. @throws `internal` where it does not open */
export const resealExport = async (db: TenantDb): Promise<void> => {
  const row = await exportRow(db, FOR_UPDATE);
  const secret = row && openExportSecret(db, row);
  if (!row || secret === null) return;
  const key = db.sealer(EXPORT_PURPOSE);
  await db.sql`
    update audit_exports set sealed = ${seal(key, { secret }, ownerOf(db, placeOf(row)))}, key_id = ${key.id}
    where tenant_id = ${db.tenant}`;
};

/** Null: the audit is exported nowhere. */
export const getExport = async (db: TenantDb): Promise<ExportState | null> => {
  const row = await exportRow(db);
  if (!row || row.key_id === null) return null;
  // Entries are numbered without a gap, and go from the oldest on: five years of them need not be counted at each look.
  const [head] = await db.sql<{ n: number | null }>`
    select greatest(max(seq) - greatest(${row.done_seq}::bigint, min(seq) - 1), 0)::int as n
    from audit_entries where tenant_id = ${db.tenant}`;
  const { failing_since: since, failures: times, problem, detail } = row;
  return {
    target: targetOf(row),
    upTo: Number(row.done_seq),
    waiting: head?.n ?? 0,
    nextAt: row.next_at.toISOString(),
    lastAt: row.last_at?.toISOString() ?? null,
    failing: since && { since: since.toISOString(), times, problem: problem ?? 'refused', detail },
  };
};

const needsSecret = (): TramaError => {
  const [pt, en] = ['Informe o segredo da chave.', 'Give the secret of the key.'];
  const errors = [{ pointer: '/secretKey', code: 'required', message: { pt, en } }];
  return failure('invalid', pt, en, { errors });
};

/** What is given, or what is kept where it goes to the same service with the same key. @throws `invalid` */
export const secretFor = (db: TenantDb, place: ExportPlace, given: string | null, before: ExportRow | null): string => {
  if (given !== null) return given;
  const same = before !== null && isDeepStrictEqual(ownerOf(db, place), ownerOf(db, placeOf(before)));
  const kept = same ? openExportSecret(db, before) : null;
  if (kept === null) throw needsSecret();
  return kept;
};

/** The next time that the tenant's clock shows this hour. */
export const nextTurn = (db: TenantDb, hour: number | SqlFragment): SqlFragment => sql`(
  select min(day.at) from tenants t, generate_series(0, 2) as n (days), lateral (
    select (date_trunc('day', clock_timestamp() at time zone t.timezone)
      + make_interval(days => n.days, hours => ${hour}::int)) at time zone t.timezone as at) as day
  where t.id = ${db.tenant} and day.at > clock_timestamp())`;

/** An entry is in one place once. */
const sumOf = ({ endpoint, bucket, prefix }: ExportPlace): string =>
  createHash('sha256')
    .update(JSON.stringify([endpoint, bucket, prefix]))
    .digest('hex')
    .slice(0, 32);

type Watermark = { done: number; upto: number | null };

const MOST_EARLIER = 50;

/** How far each place is that it went to, and the one that it goes to now. */
const placesAt = (before: ExportRow | null, target: ExportPlace): { here: Watermark; earlier: JsonObject } => {
  const all = { ...(before?.earlier as Record<string, Watermark> | undefined) };
  if (before)
    all[sumOf(placeOf(before))] = {
      done: Number(before.done_seq),
      upto: before.upto === null ? null : Number(before.upto),
    };
  const { [sumOf(target)]: here = { done: 0, upto: null }, ...earlier } = all;
  return { here, earlier: Object.fromEntries(Object.entries(earlier).slice(-MOST_EARLIER)) };
};

/**
 * Sets where the audit goes. A new place begins with the oldest entry; one that it went to before goes on where it was. @throws `invalid` where the secret is missing
 */
export const setExport = async (
  db: TenantDb,
  { target, secret, by }: { target: ExportTarget; secret: string | null; by: string },
): Promise<ExportState> => {
  const before = await exportRow(db, FOR_UPDATE);
  const key = db.sealer(EXPORT_PURPOSE);
  const sealed = seal(key, { secret: secretFor(db, target, secret, before) }, ownerOf(db, target));
  const { here, earlier } = placesAt(before, target);
  const { endpoint, region, bucket, prefix, accessKey, format, gzip, hour } = target;
  await db.sql`
    insert into audit_exports (tenant_id, endpoint, region, bucket, prefix, access_key, sealed, key_id, format, gzip, hour,
      done_seq, upto, earlier, next_at)
    values (${db.tenant}, ${endpoint}, ${region}, ${bucket}, ${prefix}, ${accessKey}, ${sealed}, ${key.id}, ${format},
      ${gzip}, ${hour}, ${here.done}, ${here.upto}, ${json(earlier)}::json, ${nextTurn(db, hour)})
    on conflict (tenant_id) do update set endpoint = excluded.endpoint, region = excluded.region,
      bucket = excluded.bucket, prefix = excluded.prefix, access_key = excluded.access_key, sealed = excluded.sealed,
      key_id = excluded.key_id, format = excluded.format, gzip = excluded.gzip, hour = excluded.hour,
      done_seq = excluded.done_seq, upto = excluded.upto, earlier = excluded.earlier, next_at = excluded.next_at, revision = audit_exports.revision + 1, failures = 0, failing_since = null,
      problem = null, detail = null, updated_at = now()`;
  await appendAudit(db, {
    ...{ actor: by, action: 'audit.schedule.set', target: db.tenantId, kind: 'audit', name: bucket },
    data: { bucket, endpoint, secret: secret !== null },
    changes: before ? changesBetween({ ...targetOf(before) }, { ...target }) : null,
  });
  return required(await getExport(db));
};

const none = (): TramaError => failure('not_found', 'A auditoria não é exportada.', 'The audit is exported nowhere.');
const required = (state: ExportState | null): ExportState => {
  if (!state) throw none();
  return state;
};

/** Forgets the secret; how far it has come stays. @throws `not_found` */
export const removeExport = async (db: TenantDb, by: string): Promise<void> => {
  const row = await exportRow(db, FOR_UPDATE);
  if (!row || row.key_id === null) throw none();
  await db.sql`
    update audit_exports set sealed = null, key_id = null, revision = revision + 1, failures = 0, failing_since = null,
      problem = null, detail = null, updated_at = now()
    where tenant_id = ${db.tenant}`;
  const { bucket, endpoint } = row;
  const data = { bucket, endpoint };
  await appendAudit(db, { actor: by, action: 'audit.schedule.remove', target: db.tenantId, name: bucket, data });
};

/** Its turn is now. @throws `not_found` */
export const exportSoon = async (db: TenantDb, by: string): Promise<ExportState> => {
  const { target } = required(await getExport(db));
  await appendAudit(db, {
    ...{ actor: by, action: 'audit.schedule.run', target: db.tenantId, name: target.bucket, data: {} },
  });
  await db.sql`update audit_exports set next_at = clock_timestamp() where tenant_id = ${db.tenant}`;
  return required(await getExport(db));
};
