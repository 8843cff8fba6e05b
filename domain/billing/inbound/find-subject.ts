import type { BillingProvider, ProviderName } from '#flow/contracts/billing-provider.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { formatId, uuidIn } from '../../ids.ts';
import type { ClaimedEvent } from './claim-events.ts';

type About = Pick<ClaimedEvent['hint'], 'subscription' | 'payment' | 'customer'>;
type Sql = Pick<AdminDb, 'sql'>;

/** The tenant whose rows know what an event names. What we know comes before what anybody claims. */
const byRows = async ({ sql }: Sql, provider: ProviderName, about: About): Promise<string | null> => {
  const { subscription, payment, customer } = about;
  const [row] = await sql<{ tenant_id: string }>`
    select tenant_id from (
      select 1 as place, tenant_id from subscription_links
        where provider = ${provider} and provider_id = ${subscription}
      union all select 2, tenant_id from billing_payments where provider = ${provider} and provider_id = ${payment}
      union all select 3, tenant_id from billing_customers where provider = ${provider} and customer = ${customer}
    ) known order by place limit 1`;
  return row ? formatId('ten', row.tenant_id) : null;
};

/** The tenant whose wish it came from. Asked last: rarely, and of no index. */
const byRequest = async ({ sql }: Sql, request: string | null | undefined): Promise<string | null> => {
  const uuid = request ? uuidIn('sreq', request) : null;
  if (uuid === null) return null;
  const [row] = await sql<{ tenant_id: string }>`select tenant_id from subscription_requests where id = ${uuid}::uuid`;
  return row ? formatId('ten', row.tenant_id) : null;
};

const thatIsHere = async ({ sql }: Sql, tenantId: string | null): Promise<string | null> => {
  const uuid = tenantId === null ? null : uuidIn('ten', tenantId);
  if (uuid === null) return null;
  const [row] = await sql<{ id: string }>`select id from tenants where id = ${uuid}::uuid`;
  return row ? formatId('ten', row.id) : null;
};

/**
 * The tenant (`ten_…`) that an event is about: by our rows, by the provider's word where it signed it, else by what the
 * provider says when it is asked. Null: nobody here. @throws `billing_unreachable`
 */
export const findSubject = async (
  admin: Sql,
  provider: BillingProvider,
  { hint }: Pick<ClaimedEvent, 'hint'>,
  signal: AbortSignal,
): Promise<string | null> => {
  const known = await byRows(admin, provider.name, hint);
  if (known !== null) return known;
  const signed = hint.trust === 'signed' ? await thatIsHere(admin, hint.tenantId) : null;
  if (signed !== null) return signed;
  const payment = hint.payment === null ? null : await provider.readPayment(hint.payment, signal);
  const subscription = hint.subscription ?? payment?.subscription ?? null;
  const about = { subscription, payment: payment?.id ?? null, customer: null };
  const byPayment =
    payment === null
      ? null
      : ((await byRows(admin, provider.name, about)) ?? (await byRequest(admin, payment.request)));
  if (byPayment !== null || subscription === null) return byPayment;
  const read = await provider.readSubscription(subscription, signal);
  return (await thatIsHere(admin, read?.tenantId ?? null)) ?? (await byRequest(admin, read?.request));
};
