import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { SealingKey, TenantKey } from '#prisma/tenant-key.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { lock } from '../locks.ts';
import type { PayloadKey } from './seal-bytes.ts';

/** A tenant's keys as they were at an instant. */
export interface KnownKeys {
  atMs: number;
  keys: Map<string, PayloadKey>;
  newest: PayloadKey | null;
  erased: boolean;
}

interface KeyRow {
  number: number;
  wrapped: Buffer | null;
  wrapped_by: string;
}

/** The purpose of the tenant's key that closes them. */
export const PAYLOAD_KEYS = 'payload-keys';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

export const keyIdOf = (tenantId: string, number: number): string => `${tenantId}:${number}`;

const wrap = (outer: TenantKey, { id, bytes }: PayloadKey): Buffer => {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', outer.bytes, iv).setAAD(Buffer.from(id));
  const body = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
};

const unwrap = (outer: SealingKey, id: string, { wrapped, wrapped_by: by }: KeyRow): PayloadKey => {
  const refuse = (pt: string, en: string) =>
    failure('internal', `A chave ${id} ${pt}`, `The key ${id} ${en}`, { retry: 'operator' });
  const own = outer.opening(by);
  if (!own) throw refuse(`pede a chave ${by}`, `needs the key ${by}, which is not here`);
  const sealed = wrapped ?? Buffer.alloc(0);
  try {
    const decipher = createDecipheriv('aes-256-gcm', own.bytes, sealed.subarray(0, IV_BYTES))
      .setAAD(Buffer.from(id))
      .setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return { id, bytes: Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]) };
  } catch {
    throw refuse('não abre: sua linha foi alterada', 'does not open: its row was changed');
  }
};

/** The same key, closed with the tenant's newest data key. @throws `internal` for a row that does not open */
export const rewrap = (db: TenantDb, row: KeyRow): Buffer => {
  const outer = db.sealer(PAYLOAD_KEYS);
  return wrap(outer, unwrap(outer, keyIdOf(db.tenantId, row.number), row));
};

export const erased = () =>
  failure('erased', 'Os dados desta conta foram apagados.', 'The data of this tenant were erased.');

const rowsOf = (db: TenantDb): Promise<KeyRow[]> =>
  db.sql<KeyRow>`select number, wrapped, wrapped_by from payload_keys where tenant_id = ${db.tenant} order by number`;

/** Under a lock of the caller's: two processes at once make one. */
const insertKey = async (db: TenantDb, number: number): Promise<KeyRow> => {
  const outer = db.sealer(PAYLOAD_KEYS);
  const wrapped = wrap(outer, { id: keyIdOf(db.tenantId, number), bytes: randomBytes(KEY_BYTES) });
  await db.sql`
    insert into payload_keys (tenant_id, number, wrapped, wrapped_by)
    values (${db.tenant}, ${number}, ${wrapped}, ${outer.id})`;
  return { number, wrapped, wrapped_by: outer.id };
};

const known = (db: TenantDb, rows: KeyRow[], nowMs: number): KnownKeys => {
  const open = rows.filter((row) => row.wrapped !== null);
  if (open.length === 0) return { atMs: nowMs, keys: new Map(), newest: null, erased: rows.length > 0 };
  const outer = db.sealer(PAYLOAD_KEYS);
  const keys = open.map((row) => unwrap(outer, keyIdOf(db.tenantId, row.number), row));
  return {
    atMs: nowMs,
    keys: new Map(keys.map((key) => [key.id, key])),
    newest: keys.at(-1) ?? null,
    erased: false,
  };
};

/** The tenant's keys, unwrapped; the first is made if there is none. */
export const loadKeys = async (db: TenantDb, nowMs: number): Promise<KnownKeys> => {
  let rows = await rowsOf(db);
  if (rows.length === 0) {
    await lock(db, [PAYLOAD_KEYS]);
    rows = await rowsOf(db);
    if (rows.length === 0) rows = [await insertKey(db, 1)];
  }
  return known(db, rows, nowMs);
};

/** The tenant's keys as they are: none for one that has none, or is nobody. */
export const findKeys = async (db: TenantDb, nowMs: number): Promise<KnownKeys> => known(db, await rowsOf(db), nowMs);

/** Adds a key for what comes. @returns its number. @throws `erased` */
export const addKey = async (db: TenantDb, by: string): Promise<number> => {
  await lock(db, [PAYLOAD_KEYS]);
  const rows = await rowsOf(db);
  if (rows.length > 0 && rows.every((row) => row.wrapped === null)) throw erased();
  const number = (rows.at(-1)?.number ?? 0) + 1;
  await insertKey(db, number);
  await appendAudit(db, { actor: by, action: 'keys.rotate', target: db.tenantId, data: { number } });
  return number;
};

/** Empties every key of the tenant; one that never had a key gets one, erased: none may be made for it afterwards. */
export const emptyKeys = async (db: TenantDb, by: string): Promise<void> => {
  await lock(db, [PAYLOAD_KEYS]);
  if ((await rowsOf(db)).length === 0) await insertKey(db, 1);
  await db.sql`
    update payload_keys set wrapped = null, erased_at = now()
    where tenant_id = ${db.tenant} and wrapped is not null`;
  // What its data keys closed is noise from now on, too.
  await db.sql`delete from tenant_key_wraps where tenant_id = ${db.tenant}`;
  await db.sql`
    update tenant_keys set retired_at = coalesce(retired_at, now()), dropped_at = now()
    where tenant_id = ${db.tenant} and dropped_at is null`;
  await appendAudit(db, { actor: by, action: 'keys.erase', target: db.tenantId, data: {} });
};
