import type { ProviderName } from '#flow/contracts/billing-provider.ts';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { emptySql, sql as fragment } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../../cursor.ts';
import { formatId, formatNullable, parseId } from '../../ids.ts';

/** One comparison of all subscriptions of a provider with what it says; times are ISO 8601. */
export interface Reconciliation {
  /** `brc_…` */
  id: string;
  provider: ProviderName;
  slot: string;
  state: 'running' | 'done' | 'broken';
  seen: number;
  drifted: number;
  mended: number;
  failed: number;
  problem: string | null;
  beganAt: string;
  endedAt: string | null;
}

/** A difference that was found. */
export interface Drift {
  /** `bdr_…` */
  id: string;
  tenant: { id: string; name: string | null } | null;
  subscription: string | null;
  payment: string | null;
  /** Names of facts, or `missing`, `unreadable`. */
  what: string[];
  ours: Json;
  theirs: Json;
  mended: boolean;
  problem: string | null;
  at: string;
}

type Row = Omit<Reconciliation, 'slot' | 'beganAt' | 'endedAt'> & { slot: Date; began_at: Date; ended_at: Date | null };

const COLUMNS = fragment`id, provider, slot, state, seen, drifted, mended, failed, problem, began_at, ended_at`;

const viewOf = ({ began_at, ended_at, ...row }: Row): Reconciliation => ({
  ...row,
  id: formatId('brc', row.id),
  slot: row.slot.toISOString(),
  beganAt: began_at.toISOString(),
  endedAt: ended_at?.toISOString() ?? null,
});

/** As they were begun, newest first. @throws `malformed` */
export const listReconciliations = async (
  database: Pick<Database, 'admin' | 'key'>,
  page: PageRequest,
): Promise<Page<Reconciliation>> => {
  const limit = limitOf(page);
  const after = readCursor(database, 'reconciliations', {}, page.cursor);
  const rows = await database.admin.sql<Row>`
    select ${COLUMNS} from billing_reconciliations ${after === null ? emptySql : fragment`where id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: viewOf, cursor: ({ id }) => writeCursor(database, 'reconciliations', {}, id) });
};

/** @throws `not_found` */
export const readReconciliation = async (
  { sql }: Pick<AdminDb, 'sql'>,
  id: string,
): Promise<Reconciliation & { drifts: Drift[] }> => {
  const uuid = parseId('brc', id);
  const [row] = await sql<Row>`select ${COLUMNS} from billing_reconciliations where id = ${uuid}::uuid`;
  if (!row) throw failure('not_found', 'Esta conferência não existe.', 'There is no such comparison.');
  const drifts = await sql<Omit<Drift, 'tenant' | 'at'> & { subject: string | null; name: string | null; at: Date }>`
    select d.id, d.subject, t.name, d.subscription, d.payment, d.what, d.ours, d.theirs, d.mended, d.problem, d.at
    from billing_drifts d left join tenants t on t.id = d.subject
    where d.reconciliation = ${uuid}::uuid order by d.at, d.id limit 500`;
  return {
    ...viewOf(row),
    drifts: drifts.map(({ subject, name, at, ...drift }) => {
      const tenant = formatNullable('ten', subject);
      return {
        ...drift,
        id: formatId('bdr', drift.id),
        tenant: tenant === null ? null : { id: tenant, name },
        at: at.toISOString(),
      };
    }),
  };
};
