import { z } from 'zod';
import { ok } from '#api/frame/answer.ts';
import type { Route } from '#api/frame/route.ts';
import { operatorRoute } from '#api/operator/operator-route.ts';
import { givenInstant, id, instant, page, pageQuery } from '#api/schemas/common.ts';
import { money, withMoney } from '#api/schemas/money.ts';
import {
  confirmManualPayment,
  listManualPayments,
  type ManualPayment,
  rejectManualPayment,
} from '#domain/billing/manual/confirm-payment.ts';
import { findTenantNames } from '#domain/billing/operators/tenant-names.ts';
import type { AdminDb } from '#prisma/admin-db.ts';
import { reason, tag } from './schemas.ts';

const params = z.object({ payment: z.string().min(4).max(200) });
const manualPayment = z.object({
  id: z.string(),
  tenant: z.object({ id: id('ten'), name: z.string().nullable() }),
  status: z.string(),
  amount: money,
  txid: z.string().describe('What the bank’s statement names it by'),
  createdAt: instant,
  expiresAt: instant,
  paidAt: instant.nullable(),
});

const shown = async (admin: AdminDb, payments: readonly ManualPayment[]) => {
  const names = await findTenantNames(
    admin,
    payments.map(({ tenantId }) => tenantId),
  );
  return payments.map(({ tenantId, of: _of, ...payment }) => ({
    ...withMoney(payment, 'amount'),
    tenant: { id: tenantId, name: names.get(tenantId) ?? null },
  }));
};

const listPayments = operatorRoute({
  method: 'get',
  path: '/admin/billing/manual-payments',
  tag,
  summary: 'Payments by Pix to the installation’s own key that wait for somebody’s word, oldest first',
  query: pageQuery.extend({
    txid: z.string().trim().max(60).optional().describe('The one that a statement names so, whatever its state'),
  }),
  output: { 200: page(manualPayment) },
  handle: async ({ query }, { database }) => {
    const { txid, ...asked } = query;
    const { data, nextCursor } = await listManualPayments(database, { txid: txid || null }, asked);
    return ok({ data: await shown(database.admin, data), nextCursor });
  },
});

const confirmPayment = operatorRoute({
  method: 'post',
  path: '/admin/billing/manual-payments/{payment}/confirm',
  tag,
  summary: 'The money of a payment by Pix is there',
  description: 'Said twice it counts once. What follows, the plan and its invoice, comes within seconds.',
  params,
  body: z.strictObject({ paidAt: givenInstant, reason }),
  output: { 200: manualPayment },
  errors: ['not_found', 'conflict'],
  handle: async ({ params: { payment }, body, by }, { database }) => {
    const said = await confirmManualPayment(database, { payment, by, note: body.reason, paidAt: body.paidAt });
    const [view] = await shown(database.admin, [said]);
    return ok(view);
  },
});

const rejectPayment = operatorRoute({
  method: 'post',
  path: '/admin/billing/manual-payments/{payment}/reject',
  tag,
  summary: 'The money of a payment by Pix did not come',
  params,
  body: z.strictObject({ reason }),
  output: { 200: manualPayment },
  errors: ['not_found', 'conflict'],
  handle: async ({ params: { payment }, body, by }, { database }) => {
    const said = await rejectManualPayment(database, { payment, by, note: body.reason });
    const [view] = await shown(database.admin, [said]);
    return ok(view);
  },
});

export const manualPaymentRoutes: readonly Route[] = [listPayments, confirmPayment, rejectPayment];
