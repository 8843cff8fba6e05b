import type { AdminDb } from '#prisma/admin-db.ts';
import { sql } from '#prisma/sql.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { isInPlace } from '../../access/suspended.ts';
import { formatId, parseId } from '../../ids.ts';
import type { FiscalAnswer, FiscalIssuer } from './fiscal-issuer.ts';
import { getInvoice } from './read-invoices.ts';

/** Longer than an issuer may take; what a killed process had claimed waits for this long. */
const LEASE_S = 120;
const FIRST_PAUSE_S = 60;
const LONGEST_PAUSE_S = 6 * 3_600;

interface Due {
  tenantId: string;
  invoiceId: string;
  attempt: number;
}

const claim = async (admin: AdminDb): Promise<Due | null> => {
  const [row] = await admin.sql<{ tenant_id: string; invoice_id: string; attempts: number }>`
    with due as (
      select tenant_id, invoice_id from invoice_fiscal
      where state = 'waiting' and due_at <= now() and ${isInPlace(sql`tenant_id`)}
      order by due_at limit 1 for update skip locked
    )
    update invoice_fiscal f set due_at = now() + ${LEASE_S} * interval '1 second', attempts = least(attempts + 1, 1000)
    from due where (f.tenant_id, f.invoice_id) = (due.tenant_id, due.invoice_id)
    returning f.tenant_id, f.invoice_id, f.attempts`;
  if (!row) return null;
  return {
    tenantId: formatId('ten', row.tenant_id),
    invoiceId: formatId('ivc', row.invoice_id),
    attempt: row.attempts,
  };
};

const finish = ({ withTenant }: Database, { tenantId, invoiceId, attempt }: Due, answer: FiscalAnswer | null) =>
  withTenant(tenantId, async (db) => {
    const state = answer?.state ?? 'waiting';
    const number = answer?.state === 'issued' ? answer.number : null;
    const url = answer?.state === 'issued' ? answer.url : null;
    const reason = answer?.state === 'refused' ? answer.reason.slice(0, 500) : null;
    const pauseS = Math.min(FIRST_PAUSE_S * 2 ** (attempt - 1), LONGEST_PAUSE_S);
    await db.sql`
      update invoice_fiscal set state = ${state}, ref = coalesce(${answer?.ref ?? null}, ref), number = ${number},
        url = ${url}, reason = ${reason}, due_at = now() + ${pauseS} * interval '1 second',
        ended_at = case when ${state} <> 'waiting' then now() end
      where tenant_id = ${db.tenant} and invoice_id = ${parseId('ivc', invoiceId)} and state = 'waiting'`;
  });

/**
 * Asks for one fiscal document that is due, under the invoice's id as key: who dies behind the asking asks again, and gets the
 * same. An issuer that is away is asked again later, for as long as it takes. @returns whether there was one
 */
export const carryFiscal = async (
  { database, fiscal }: { database: Database; fiscal: FiscalIssuer },
  signal: AbortSignal,
): Promise<boolean> => {
  if (fiscal.name === 'none') return false;
  const due = await claim(database.admin);
  if (!due) return false;
  const invoice = await database.withTenant(due.tenantId, (db) => getInvoice(db, due.invoiceId));
  let answer: FiscalAnswer | null = null;
  try {
    answer = await fiscal.issue(invoice, invoice.id, signal);
  } finally {
    // A process that is told to go leaves it to its lease.
    if (!signal.aborted) await finish(database, due, answer);
  }
  return true;
};
