import { proxyActivities } from '@temporalio/workflow';
import type { BaselineActivities, Order } from './baseline-server.ts';

const { notify } = proxyActivities<BaselineActivities>({
  startToCloseTimeout: '30s',
  retry: { maximumAttempts: 3 },
});

/** What a good engineer writes by hand for the bench's first flow. */
export async function order({ order, notifyUrl }: { order: Order; notifyUrl: string }): Promise<{ total: number }> {
  const total = order.items.map((item) => item.cents * item.qty).reduce((sum, cents) => sum + cents, 0);
  if (total > 10_000) await notify(notifyUrl, { id: order.id, total });
  return { total };
}

/** Five calls in a row. */
export async function fiveCalls({ order, notifyUrl }: { order: Order; notifyUrl: string }): Promise<{ total: number }> {
  for (let i = 0; i < 5; i++) await notify(notifyUrl, { id: order.id, total: i });
  return { total: 5 };
}
