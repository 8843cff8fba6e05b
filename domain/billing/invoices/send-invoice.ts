import { failure } from '#flow/errors.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../../audit/audit.ts';
import { whoIsTold } from '../notices/due-notices.ts';
import { writeNotice } from '../notices/tell-notice.ts';
import { getInvoice } from './read-invoices.ts';

/**
 * Has an invoice mailed again, to billing and the owners; asked several times within a minute, once. @returns to whom
 * @throws `not_found`, `conflict` where there is nobody to write to
 */
export const sendInvoice = async (
  db: TenantDb,
  id: string,
  { by, nowMs }: { by: string; nowMs: number },
): Promise<string[]> => {
  const invoice = await getInvoice(db, id);
  const to = await whoIsTold(db);
  if (to.length === 0)
    throw failure(
      'conflict',
      'Não há e-mail de cobrança nem dono com acesso.',
      'There is neither a billing e-mail nor an owner with access.',
    );
  const notice = invoice.kind === 'invoice' ? 'invoice_issued' : 'credit_issued';
  const { number, total: amount } = invoice;
  const minute = new Date(nowMs).toISOString().slice(0, 16);
  await writeNotice(db, notice, { invoice: id, number, amount }, `${id}/${minute}`);
  await appendAudit(db, { actor: by, action: 'invoice.send', target: id, name: number, data: {} });
  return to;
};
