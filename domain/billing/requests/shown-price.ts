import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { newId, parseId } from '../../ids.ts';
import { iso, type Subscription } from '../subscription/subscription.ts';

/** How long a price that was shown is the one that is charged. */
const HONOURED_MS = 10 * 60_000;

/** What a price was counted from. */
export const basisOf = ({ planVersionId, cycle, items, periodStart, periodEnd }: Subscription): string =>
  JSON.stringify([planVersionId, cycle, items, periodStart, periodEnd]);

export interface Shown {
  /** `prv_…` */
  id: string;
  expiresAt: string;
}

/** Keeps what was shown under an id, with the instant that it was counted for. */
export const keepShown = async (
  db: TenantDb,
  { input, result, atMs }: { input: object; result: object; atMs: number },
): Promise<Shown> => {
  const id = newId('prv');
  const expiresAt = iso(atMs + HONOURED_MS);
  await db.sql`delete from subscription_previews where tenant_id = ${db.tenant} and expires_at < now()`;
  await db.sql`
    insert into subscription_previews (tenant_id, id, at, input, result, expires_at)
    values (${db.tenant}, ${parseId('prv', id)}, ${iso(atMs)}::timestamptz, ${json(input)}::json, ${json(result)}::json,
      ${expiresAt}::timestamptz)`;
  return { id, expiresAt };
};

/** What was shown under an id, where it is good at that instant; null: it is not, or never was. */
export const findShown = async <Result>(db: TenantDb, id: string, at: string): Promise<Result | null> => {
  const [row] = await db.sql<{ result: Result }>`
    select result from subscription_previews
    where tenant_id = ${db.tenant} and id = ${parseId('prv', id)} and expires_at > ${at}::timestamptz`;
  return row?.result ?? null;
};
