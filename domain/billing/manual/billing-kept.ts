import type { BillingKept, Kept, KeptPayment, KeptSubscription } from '#flow/contracts/billing-kept.ts';
import type { ProviderName } from '#flow/contracts/billing-provider.ts';
import { json } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';

const PAGE = 500;
const TENANT = /^(?:sub|pix)_([0-9a-f]{32})_[0-9a-f]{24}$/;

/** `ten_…` of the one whose object it is; null: it is no id of ours. */
export const tenantOfKept = (id: string): string | null => {
  const hex = TENANT.exec(id)?.[1];
  return hex === undefined ? null : `ten_${hex}`;
};

const isPayment = (object: Kept): object is KeptPayment => object.kind === 'payment';

const insert = async (db: TenantDb, object: Kept): Promise<void> => {
  const payment = isPayment(object) ? object : null;
  await db.sql`
    insert into billing_kept (tenant_id, id, provider, kind, subscription, status, amount, txid, body)
    values (${db.tenant}, ${object.id}, ${object.provider}, ${object.kind}, ${payment?.subscription ?? null}, ${payment?.status ?? null},
      ${payment?.amount ?? null}, ${payment?.txid ?? null}, ${json(object)}::json)
    on conflict (tenant_id, id) do nothing`;
};

// Only this file and confirm-payment.ts write bodies, and each keeps the kind: what is read under a kind is of its shape.
const read = async <T extends Kept>(db: TenantDb, id: string, kind: T['kind']): Promise<T | null> => {
  const [row] = await db.sql<{ body: T }>`
    select body from billing_kept where tenant_id = ${db.tenant} and id = ${id} and kind = ${kind}`;
  return row?.body ?? null;
};

/** Subscriptions that are paid by Pix and their charges, as rows of the tenant that pays. */
export const createBillingKept = ({ withTenant, admin }: Pick<Database, 'withTenant' | 'admin'>): BillingKept => {
  const within = async <T>(id: string, none: T, work: (db: TenantDb) => Promise<T>): Promise<T> => {
    const tenant = tenantOfKept(id);
    return tenant === null ? none : withTenant(tenant, work);
  };
  return {
    add: (object) =>
      withTenant(object.tenantId, async (db) => {
        await insert(db, object);
        return (await read<typeof object>(db, object.id, object.kind)) ?? object;
      }),
    subscription: (id) => within(id, null, (db) => read<KeptSubscription>(db, id, 'subscription')),
    payment: (id) => within(id, null, (db) => read<KeptPayment>(db, id, 'payment')),
    paymentsOf: (subscription) =>
      within<KeptPayment[]>(subscription, [], async (db) => {
        const rows = await db.sql<{ body: KeptPayment }>`
          select body from billing_kept
          where tenant_id = ${db.tenant} and subscription = ${subscription} and kind = 'payment'
          order by created_at desc, id desc`;
        return rows.map(({ body }) => body);
      }),
    change: <T extends Kept>(id: string, kind: T['kind'], change: (object: T) => T | null) =>
      within<T | null>(id, null, async (db) => {
        await db.sql`select 1 from billing_kept where tenant_id = ${db.tenant} and id = ${id} for update`;
        const found = await read<T>(db, id, kind);
        const changed = found && change(found);
        if (!changed) return found;
        await db.sql`
          update billing_kept set body = ${json(changed)}::json, changed_at = clock_timestamp(),
            status = ${isPayment(changed) ? changed.status : null}
          where tenant_id = ${db.tenant} and id = ${id}`;
        return changed;
      }),
    changedSince: (provider, since) => changedSince(admin, provider, since),
  };
};

async function* changedSince(
  { sql }: Database['admin'],
  provider: ProviderName,
  since: string,
): AsyncIterable<{ subscription: string | null; payment: string | null }> {
  let after = { at: since, id: '' };
  while (true) {
    const rows = await sql<{ id: string; kind: Kept['kind']; at: Date }>`
      select id, kind, changed_at as at from billing_kept
      where provider = ${provider} and (changed_at, id) > (${after.at}::timestamptz, ${after.id}) order by changed_at, id limit ${PAGE}`;
    for (const { id, kind } of rows)
      yield kind === 'payment' ? { subscription: null, payment: id } : { subscription: id, payment: null };
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { at: last.at.toISOString(), id: last.id };
  }
}
