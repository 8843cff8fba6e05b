import { z } from 'zod';
import type { StateContext } from '#flow/contracts/state-store.ts';
import type { ActionContext } from '../action.ts';

/** Longer than a node's attempts can take. */
const KEPT_MS = 30 * 86_400_000;
const Receipt = z.object({ messageId: z.string(), accepted: z.array(z.string()), rejected: z.array(z.string()) });

/** Apart from every flow's own state: no flow has this id. */
const place = ({ tenant, idempotencyKey, nowMs }: ActionContext): StateContext => ({
  tenantId: tenant.id,
  scope: 'flow:email.send',
  effectKey: `email.send/${idempotencyKey}`,
  nowMs,
});

/** What an attempt before this one sent; null: nothing that we know of. */
export const sentBefore = async (context: ActionContext): Promise<z.output<typeof Receipt> | null> => {
  const { value } = await context.services.state.get(place(context), context.idempotencyKey);
  return Receipt.safeParse(value).data ?? null;
};

/**
 * Written down as soon as the server took the message: what remains unsure is the instant between the two. A receipt that
 * cannot be written does not make a failure of what was sent.
 */
export const writeReceipt = async (context: ActionContext, sent: z.output<typeof Receipt>): Promise<void> => {
  await context.services.state.put(place(context), context.idempotencyKey, sent, KEPT_MS).catch(() => undefined);
};
