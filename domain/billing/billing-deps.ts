import type { BillingProviders } from '#flow/contracts/billing-provider.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { Invoices } from './invoices/issue-invoice.ts';

/** Something that a person of ours has to look at. Never a reason to take anything from anybody. */
export interface BillingAlarm {
  code:
    | 'unknown_status'
    | 'other_tenant'
    | 'second_subscription'
    | 'second_payment'
    | 'late_payment'
    | 'credit_used'
    | 'untold'
    | 'price_differs';
  tenantId: string;
  provider: string;
  object: string;
  detail: string;
}

/** What the subscription's core is made of; other parts of billing and the tests give each their own. */
export interface BillingDeps {
  database: Pick<Database, 'withTenant' | 'admin' | 'key'>;
  providers: BillingProviders;
  invoices: Invoices;
  /** By the plan's channels; the same under the same key is told once. `waitMs`: how long its letter waits for the morning. */
  tellNotice(
    tenantId: string,
    notice: string,
    data: Record<string, string | number>,
    key: string,
    waitMs: number,
  ): Promise<{ sent: string[] }>;
  /** Where the pages are that payers come back to, without a slash behind. */
  publicUrl: string;
  nowMs(): number;
  alarm(alarm: BillingAlarm): void;
}
