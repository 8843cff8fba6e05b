import { createHash } from 'node:crypto';
import type { Json } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { formatNullable, parseId } from '../ids.ts';

export type ReceiptClaim =
  | { kind: 'first' }
  /** `answer` null: the first one has not been answered yet. */
  | { kind: 'repeat'; runId: string | null; answer: Json };

/** The dedupe key is what the sender's data says; it may be long, and it may be personal. */
const keyOf = (dedupeKey: string): string => createHash('sha256').update(dedupeKey).digest('hex');

/**
 * Takes a webhook's dedupe key, in the transaction that admits it: a call that comes to nothing has not counted, and a
 * twin at the same time waits for this one. A key counts for 7 days.
 */
export const takeReceipt = async (db: TenantDb, flowId: string, dedupeKey: string): Promise<ReceiptClaim> => {
  const [flow, key] = [parseId('flw', flowId), keyOf(dedupeKey)];
  await db.sql`
    delete from webhook_receipts where tenant_id = ${db.tenant} and flow_id = ${flow} and dedupe_key = ${key}
      and received_at < now() - interval '7 days'`;
  const [mine] = await db.sql`
    insert into webhook_receipts (tenant_id, flow_id, dedupe_key) values (${db.tenant}, ${flow}, ${key})
    on conflict do nothing returning dedupe_key`;
  if (mine) return { kind: 'first' };
  const [row] = await db.sql<{ run_id: string | null; answer: Json }>`
    select run_id, answer from webhook_receipts
    where tenant_id = ${db.tenant} and flow_id = ${flow} and dedupe_key = ${key}`;
  return { kind: 'repeat', runId: formatNullable('run', row?.run_id ?? null), answer: row?.answer ?? null };
};

/** Names the run that the receipt stands for, in the same transaction, and the answer where it is known already. */
export const fillReceipt = async (
  db: TenantDb,
  receipt: { flowId: string; dedupeKey: string; runId: string },
  answer: Json = null,
): Promise<void> => {
  await db.sql`
    update webhook_receipts set run_id = ${parseId('run', receipt.runId)}, answer = ${answer === null ? null : json(answer)}::json
    where tenant_id = ${db.tenant} and flow_id = ${parseId('flw', receipt.flowId)} and dedupe_key = ${keyOf(receipt.dedupeKey)}`;
};

/** Keeps the answer that the first call got, for its repeats; the first answer stays. */
export const answerReceipt = async (
  db: TenantDb,
  receipt: { flowId: string; dedupeKey: string },
  answer: Json,
): Promise<void> => {
  await db.sql`
    update webhook_receipts set answer = ${json(answer)}::json
    where tenant_id = ${db.tenant} and flow_id = ${parseId('flw', receipt.flowId)}
      and dedupe_key = ${keyOf(receipt.dedupeKey)} and answer is null`;
};

export const pruneReceipts = async (db: TenantDb): Promise<number> => {
  const rows = await db.sql`
    delete from webhook_receipts where tenant_id = ${db.tenant} and received_at < now() - interval '7 days'
    returning dedupe_key`;
  return rows.length;
};
