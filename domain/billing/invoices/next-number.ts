import type { TenantDb } from '#prisma/with-tenant.ts';
import type { Invoice } from './invoice.ts';

/** Forever: a number once given names one document. */
const SERIES = { invoice: 'F', credit_note: 'C' } as const;

/** The year is the issuer's, wherever the tenant is. */
const YEAR = new Intl.DateTimeFormat('en', { timeZone: 'America/Sao_Paulo', year: 'numeric' });

/**
 * The next of its series in the year: the row is this transaction's until it ends, and goes back with it. So call it late, and
 * wait for nothing behind it.
 */
export const nextNumber = async (
  db: TenantDb,
  kind: Invoice['kind'],
  at: Date,
): Promise<{ series: string; year: number; number: number }> => {
  const [series, year] = [SERIES[kind], Number(YEAR.format(at))];
  const [row] = await db.sql<{ last: number }>`
    insert into invoice_numbers (series, year, last) values (${series}, ${year}, 1)
    on conflict (series, year) do update set last = invoice_numbers.last + 1 returning last`;
  if (!row) throw new Error('No number was given');
  return { series, year, number: row.last };
};
