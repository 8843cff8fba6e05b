import { inLocale, type Json, localeOf } from '#flow/json.ts';
import { APPROVAL_URL } from '#flow/machine/kinds/approval.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { isInPlace } from '../access/suspended.ts';
import { bury } from '../dead-letters/bury.ts';
import { formatId, parseId } from '../ids.ts';
import { getTenant, type Tenant } from '../tenants/get-tenant.ts';
import { linkToken } from './link-token.ts';

/** One message that is due, and which of the tries this is. */
export interface DueMessage {
  tenantId: string;
  approvalId: string;
  n: number;
  attempt: number;
}

/** What one is sent with. `text` holds the link: it is for a channel that keeps nothing of what it sends. */
export interface ApprovalMessage {
  channel: string;
  to: Json;
  title: string;
  text: string;
  /** The same without the link, for a channel that shows it beside. */
  words: string;
  url: string;
  runId: string;
  tenant: Tenant;
}

/** How long a claimer has: longer than any channel takes. What a killed process had claimed waits for this long. */
const LEASE_S = 120;

/** Takes what is due, of all tenants; of several processes one gets each. */
export const claimMessages = async (admin: AdminDb, limit: number): Promise<DueMessage[]> => {
  const rows = await admin.sql<{ tenant_id: string; approval_id: string; n: number; attempts: number }>`
    with due as (
      select tenant_id, approval_id, n from approval_messages
      where done_at is null and due_at <= now() and ${isInPlace(sql`tenant_id`)}
      order by due_at limit ${limit} for update skip locked
    )
    update approval_messages m set due_at = now() + ${LEASE_S} * interval '1 second', attempts = attempts + 1
    from due where (m.tenant_id, m.approval_id, m.n) = (due.tenant_id, due.approval_id, due.n)
    returning m.tenant_id, m.approval_id, m.n, m.attempts`;
  return rows.map((row) => ({
    tenantId: formatId('ten', row.tenant_id),
    approvalId: formatId('apr', row.approval_id),
    n: row.n,
    attempt: row.attempts,
  }));
};

/** The message, with the link in it; null where nobody waits for a decision any more. */
export const readMessage = async (
  db: TenantDb,
  { approvalId, n }: DueMessage,
  pagesUrl: string,
): Promise<ApprovalMessage | null> => {
  const [row] = await db.sql<{
    channel: string;
    recipients: Json;
    message: string | null;
    title: string;
    run_id: string;
  }>`
    select m.channel, m.recipients, m.message, a.title, a.run_id
    from approval_messages m join approvals a on a.tenant_id = m.tenant_id and a.id = m.approval_id
    where m.tenant_id = ${db.tenant} and m.approval_id = ${parseId('apr', approvalId)} and m.n = ${n}
      and m.done_at is null and a.status = 'open'`;
  if (!row) return null;
  const tenant = await getTenant(db);
  const url = `${pagesUrl}/a/${linkToken(db, approvalId)}`;
  return {
    channel: row.channel,
    to: withLink(row.recipients, url),
    title: row.title,
    text: textOf(row.message, row.title, url, tenant),
    words: (row.message ?? row.title).replaceAll(APPROVAL_URL, '').trim() || row.title,
    url,
    runId: formatId('run', row.run_id),
    tenant,
  };
};

/** The author's words with the link in its place; below them, where they have none. */
const textOf = (message: string | null, title: string, url: string, tenant: Tenant): string => {
  const asks = { pt: `${title}\n\nDecida aqui:`, en: `${title}\n\nDecide here:` };
  const words = message ?? inLocale(asks, localeOf(tenant));
  return words.includes(APPROVAL_URL) ? words.replaceAll(APPROVAL_URL, url) : `${words}\n${url}`;
};

const withLink = (value: Json, url: string): Json => {
  const text = JSON.stringify(value);
  return text.includes(APPROVAL_URL) ? (JSON.parse(text.replaceAll(APPROVAL_URL, url)) as Json) : value;
};

/** Sent, or given up with a reason; `againMs`: to be tried again after so long. */
export const finishMessage = async (
  db: TenantDb,
  { approvalId, n, attempt }: DueMessage,
  { error = null, againMs = null }: { error?: string | null; againMs?: number | null } = {},
): Promise<void> => {
  await db.sql`
    update approval_messages set error = ${error},
      done_at = case when ${againMs}::float8 is null then now() end,
      due_at = case when ${againMs}::float8 is null then due_at
        else now() + ${againMs}::float8 * interval '1 millisecond' end
    where tenant_id = ${db.tenant} and approval_id = ${parseId('apr', approvalId)} and n = ${n}`;
  if (error !== null && againMs === null) await giveUp(db, { approvalId, n, attempt }, error);
};

/** Somebody should see that nobody was told. */
const giveUp = async (db: TenantDb, { approvalId, n, attempt }: Omit<DueMessage, 'tenantId'>, reason: string) => {
  const [row] = await db.sql<{ channel: string; recipients: Json; title: string; created_at: Date }>`
    select m.channel, m.recipients, a.title, a.created_at
    from approval_messages m join approvals a on a.tenant_id = m.tenant_id and a.id = m.approval_id
    where m.tenant_id = ${db.tenant} and m.approval_id = ${parseId('apr', approvalId)} and m.n = ${n}`;
  if (!row) return;
  const { channel, recipients: to, title, created_at: firstAt } = row;
  const payload = { approvalId, n, channel, to };
  await bury(db, { kind: 'approval', ref: `${approvalId}/${n}`, title, reason, payload, tries: attempt, firstAt });
};

/** A message that was given up is due again, from the first try on. False: nobody waits for a decision any more. */
export const sendAgain = async (db: TenantDb, approvalId: string, n: number): Promise<boolean> => {
  const rows = await db.sql`
    update approval_messages m set done_at = null, error = null, attempts = 0, due_at = now()
    where m.tenant_id = ${db.tenant} and m.approval_id = ${parseId('apr', approvalId)} and m.n = ${n}
      and exists (select 1 from approvals a where a.tenant_id = m.tenant_id and a.id = m.approval_id and a.status = 'open')
    returning m.n`;
  return rows.length > 0;
};
