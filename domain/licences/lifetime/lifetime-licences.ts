import { createHmac } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import { emptySql, json, sql } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { logOperator, type OperatorDeed } from '../../access/block.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { formatId, formatNullable, newUuid } from '../../ids.ts';
import { emailHint, type LifetimeList, plainKey, readLifetimeCsv } from './read-lifetime-csv.ts';

/** Keyed sums of what was sold: whoever reads the table learns neither addresses nor keys. */
export const lifetimeHashes = (key: Database['key']) => {
  const secret = key('lifetime-licences').bytes;
  const sum = (kind: string, text: string) => createHmac('sha256', secret).update(`${kind}:${text}`).digest();
  return {
    ofEmail: (email: string): Buffer => sum('email', email.trim().toLowerCase()),
    ofKey: (licenceKey: string): Buffer => sum('key', plainKey(licenceKey)),
  };
};

export interface ImportedLifetime {
  /** Lines of this list that were not known. */
  added: number;
  /** Lines whose key was imported before: left as they are. */
  known: number;
  /** Lines that cannot be used: where there is one, nothing is imported. */
  problems: LifetimeList['problems'];
}

const MOST = 20_000;

/**
 * Takes in a list of licences that were sold for life. A key is taken in once, however often its list comes.
 * @param dryRun only counts
 */
export const importLifetime = async (
  { admin, key }: Pick<Database, 'admin' | 'key'>,
  { csv, dryRun, by, reason }: OperatorDeed & { csv: string; dryRun: boolean },
): Promise<ImportedLifetime> => {
  const { rows, problems } = readLifetimeCsv(csv);
  if (rows.length > MOST)
    throw failure('invalid', 'No máximo 20.000 linhas de uma vez.', 'At most 20,000 lines at once.');
  const hashes = lifetimeHashes(key);
  const sold = rows.map((row) => ({
    id: newUuid(),
    email: hashes.ofEmail(row.email).toString('hex'),
    key: hashes.ofKey(row.key).toString('hex'),
    hint: emailHint(row.email),
    product: row.product,
  }));
  if (problems.length > 0 || dryRun) {
    const [found] = await admin.sql<{ known: number }>`
      select count(*)::int as known from lifetime_licences
      where key_hash in (select decode(k, 'hex') from json_array_elements_text(${json(sold.map((one) => one.key))}::json) k)`;
    const known = found?.known ?? 0;
    return { added: problems.length > 0 ? 0 : sold.length - known, known, problems };
  }
  return admin.transaction(async (query) => {
    const added = await query`
      insert into lifetime_licences (id, email_hash, key_hash, email_hint, product, imported_by)
      select r.id, decode(r.email, 'hex'), decode(r.key, 'hex'), r.hint, r.product, ${by}
      from json_to_recordset(${json(sold)}::json) as r (id uuid, email text, key text, hint text, product text)
      on conflict (key_hash) do nothing returning id`;
    const known = sold.length - added.length;
    const data = { added: added.length, known, reason };
    await logOperator(query, { actor: by, action: 'lifetime.import', target: 'lifetime', data });
    return { added: added.length, known, problems: [] };
  });
};

/** As operators see one; times are ISO 8601. */
export interface LifetimeLicence {
  id: string;
  email: string;
  product: string;
  importedAt: string;
  claimedAt: string | null;
  claimedTenant: { id: string; name: string | null } | null;
}

interface Row {
  id: string;
  email_hint: string;
  product: string;
  imported_at: Date;
  claimed_at: Date | null;
  claimed_tenant: string | null;
  tenant_name: string | null;
}

const viewOf = (row: Row): LifetimeLicence => {
  const tenant = formatNullable('ten', row.claimed_tenant);
  return {
    id: formatId('lif', row.id),
    ...{ email: row.email_hint, product: row.product },
    importedAt: row.imported_at.toISOString(),
    claimedAt: row.claimed_at?.toISOString() ?? null,
    claimedTenant: tenant === null ? null : { id: tenant, name: row.tenant_name },
  };
};

export interface LifetimeFilter {
  /** A whole address or a whole key. */
  q?: string | undefined;
  state?: 'open' | 'claimed' | undefined;
}

/** Newest first, and how many there are of all, whatever is looked for. @throws `malformed` */
export const listLifetime = async (
  database: Pick<Database, 'admin' | 'key'>,
  { q = '', state }: LifetimeFilter,
  page: PageRequest = {},
): Promise<Page<LifetimeLicence> & { open: number; claimed: number }> => {
  const { admin, key } = database;
  const hashes = lifetimeHashes(key);
  const limit = limitOf(page);
  const after = readCursor(database, 'lifetime', { q, state }, page.cursor);
  const [counts] = await admin.sql<{ open: number; claimed: number }>`
    select count(*) filter (where claimed_at is null)::int as open, count(claimed_at)::int as claimed from lifetime_licences`;
  const rows = await admin.sql<Row>`/* varies */
    select l.id, l.email_hint, l.product, l.imported_at, l.claimed_at, l.claimed_tenant, t.name as tenant_name
    from lifetime_licences l left join tenants t on t.id = l.claimed_tenant
    where true
      ${q.trim() === '' ? emptySql : sql`and (l.email_hash = ${hashes.ofEmail(q)} or l.key_hash = ${hashes.ofKey(q)})`}
      ${state === undefined ? emptySql : state === 'open' ? sql`and l.claimed_at is null` : sql`and l.claimed_at is not null`}
      ${after === null ? emptySql : sql`and l.id < ${after}::uuid`}
    order by l.id desc limit ${limit + 1}`;
  const cursor = ({ id }: Row) => writeCursor(database, 'lifetime', { q, state }, id);
  return {
    ...pageOf(rows, { limit, item: viewOf, cursor }),
    ...{ open: counts?.open ?? 0, claimed: counts?.claimed ?? 0 },
  };
};
