import { continueAsNew, proxyActivities, sleep, workflowInfo } from '@temporalio/workflow';
import type { WebhookActivities, WebhookAttempt } from './webhook-activities.ts';

export interface WebhookDeliveryInput extends WebhookAttempt {
  /** Until the next attempt. */
  pauseMs: number;
}

/**
 * A message that its receiver did not take at once: about 75 hours of attempts, until it is taken, given up, or wanted no
 * more. The first attempt was made before; how long each pause is says `domain/outbound/retry-schedule.ts`.
 * @returns how it came out
 */
export async function webhookDelivery({ pauseMs, ...first }: WebhookDeliveryInput): Promise<string> {
  const { 'trama.deliverWebhook': deliver } = proxyActivities<WebhookActivities>({
    // The receiver has 15 s; the rest is ours, and is done when PostgreSQL is back.
    startToCloseTimeout: '40s',
    retry: { initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
    priority: { priorityKey: 4 },
  });
  let next = { tries: first.tries, pauseMs };
  for (;;) {
    await sleep(Math.max(1, next.pauseMs));
    const after = await deliver({ ...first, tries: next.tries });
    if ('over' in after) return after.over;
    next = after;
    // An endpoint that goes slowly puts it off again and again: its history begins anew before it is too long.
    if (workflowInfo().continueAsNewSuggested)
      await continueAsNew<typeof webhookDelivery>({ ...first, tries: next.tries, pauseMs: next.pauseMs });
  }
}
