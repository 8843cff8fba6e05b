import type { AdminDb } from '#prisma/admin-db.ts';
import { logOperator, type OperatorDeed } from '../../access/block.ts';
import { retryEvent } from '../inbound/read-events.ts';

/** Begins a delivery again, and says who did. @throws `not_found` */
export const retryDelivery = (admin: AdminDb, id: string, { by, reason }: OperatorDeed): Promise<void> =>
  admin.transaction(async (sql) => {
    await retryEvent({ sql }, id);
    await logOperator(sql, { actor: by, action: 'billing_event.retry', target: id, data: { reason } });
  });
