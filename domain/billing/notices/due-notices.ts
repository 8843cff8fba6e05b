import { type Locale, localeOf } from '#flow/json.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { isInPlace } from '../../access/suspended.ts';
import { formatId } from '../../ids.ts';
import { recipients } from '../../notifications/recipients.ts';
import { getTenant } from '../../tenants/get-tenant.ts';
import { getInvoice, type InvoiceDetail } from '../invoices/read-invoices.ts';
import { findBillingProfile } from '../profile/billing-profile.ts';
import type { NoticeData } from './fill-words.ts';
import type { Reader } from './format-value.ts';
import { isNotice, type NoticeName, specOf } from './notice-list.ts';
import { wordsOf } from './notice-texts.ts';
import type { NoticeWords } from './notice-words.ts';

/** A letter that is due, and which of the tries this is. */
export interface DueNotice {
  tenantId: string;
  /** The row's uuid. */
  id: string;
  attempt: number;
}

/** What it is written with. */
export interface NoticeToSend {
  notice: NoticeName;
  words: NoticeWords;
  data: NoticeData;
  reader: Reader & { locale: Locale };
  account: string;
  /** Each once, none empty. */
  to: string[];
  /** That goes along as a file. */
  invoice: InvoiceDetail | null;
  /** What it says is so no more: another notice told since that it is over. */
  isOver: boolean;
}

/** Longer than a mail server may take. What a killed process had claimed waits for this long. */
const LEASE_S = 120;

/** Takes what is due, of all tenants; of several processes one gets each. */
export const claimNotices = async (admin: AdminDb, limit: number): Promise<DueNotice[]> => {
  const rows = await admin.sql<{ tenant_id: string; id: string; attempts: number }>`
    with due as (
      select tenant_id, id from billing_notices
      where status = 'waiting' and due_at <= now() and ${isInPlace(sql`tenant_id`)}
      order by due_at limit ${limit} for update skip locked
    )
    update billing_notices n set due_at = now() + ${LEASE_S} * interval '1 second', attempts = least(attempts + 1, 1000)
    from due where (n.tenant_id, n.id) = (due.tenant_id, due.id)
    returning n.tenant_id, n.id, n.attempts`;
  return rows.map((row) => ({ tenantId: formatId('ten', row.tenant_id), id: row.id, attempt: row.attempts }));
};

/** Where invoices go, and who answers for the account. */
export const whoIsTold = async (db: TenantDb): Promise<string[]> => {
  const { email } = await findBillingProfile(db);
  const owners = (await recipients(db, ['owner'])).map((one) => one.email);
  const all = [...(email === null ? [] : [email]), ...owners];
  return [...new Map(all.map((address) => [address.toLowerCase(), address])).values()];
};

/** Whether one of those was told behind it. */
const isOver = async (db: TenantDb, id: string, until: readonly string[] = []): Promise<boolean> => {
  const later = await db.sql`
    select 1 from billing_notices n join billing_notices later
      on later.tenant_id = n.tenant_id and later.notice = any (${[...until]}) and later.created_at > n.created_at
    where n.tenant_id = ${db.tenant} and n.id = ${id} limit 1`;
  return later.length > 0;
};

/** Null: it is no longer due, or of a notice that this release does not know. */
export const readNotice = async (db: TenantDb, id: string): Promise<NoticeToSend | null> => {
  const [row] = await db.sql<{ notice: string; data: NoticeData }>`
    select notice, data from billing_notices where tenant_id = ${db.tenant} and id = ${id} and status = 'waiting'`;
  if (!row || !isNotice(row.notice)) return null;
  const tenant = await getTenant(db);
  const locale = localeOf(tenant);
  const { invoice } = row.data;
  return {
    notice: row.notice,
    words: await wordsOf(db.sql, row.notice, locale),
    data: row.data,
    reader: { locale, timezone: tenant.timezone },
    account: tenant.name,
    to: await whoIsTold(db),
    invoice: typeof invoice === 'string' ? await getInvoice(db, invoice) : null,
    isOver: await isOver(db, id, specOf(row.notice).until),
  };
};

export type Finished =
  | { status: 'sent' }
  | { status: 'skipped' | 'given_up'; error: string }
  /** To be tried again after so long. */
  | { status: 'waiting'; error: string; againMs: number };

/** Forward only: what is over stays as it ended. */
export const finishNotice = async (db: TenantDb, id: string, end: Finished): Promise<void> => {
  const error = 'error' in end ? end.error.slice(0, 200) : null;
  const againMs = end.status === 'waiting' ? end.againMs : 0;
  await db.sql`
    update billing_notices set status = ${end.status}, error = ${error},
      due_at = case when ${end.status} = 'waiting' then now() + ${againMs} * interval '1 millisecond' else due_at end,
      ended_at = case when ${end.status} = 'waiting' then null else now() end
    where tenant_id = ${db.tenant} and id = ${id} and status = 'waiting'`;
};

/** What was told longer ago than this is forgotten; its key would be used by nobody any more. */
const KEPT_DAYS = 400;

export const pruneNotices = async (db: TenantDb, days = KEPT_DAYS): Promise<number> => {
  const gone = await db.sql`
    delete from billing_notices
    where tenant_id = ${db.tenant} and status <> 'waiting' and ended_at < now() - ${days} * interval '1 day' returning id`;
  return gone.length;
};
