import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { AfterAttempt, WebhookActivities, WebhookAttempt } from '#workflows/webhook-activities.ts';
import { timeSkippingEnvironment } from '../time-skipping.ts';
import { quiet } from './flow-bench.ts';
import type { StoredHistory } from './stored-histories.ts';

export const WEBHOOK_HISTORY = 'shape-webhook-delivery';

const PAUSES_MS = [300_000, 1_800_000];

/** A delivery that its receiver takes with the fourth attempt, and what the server wrote down of it. */
export async function recordWebhook(bundle: WorkflowBundleOption): Promise<StoredHistory> {
  const environment = await timeSkippingEnvironment();
  const { client, nativeConnection: connection } = environment;
  const deliver = ({ tries }: WebhookAttempt): Promise<AfterAttempt> => {
    const pauseMs = PAUSES_MS[tries - 1];
    return Promise.resolve(pauseMs === undefined ? { over: 'succeeded' } : { tries: tries + 1, pauseMs });
  };
  const activities: WebhookActivities = { 'trama.deliverWebhook': deliver };
  const taskQueue = WEBHOOK_HISTORY;
  const workflowId = `webhook/${WEBHOOK_HISTORY}`;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: bundle,
    activities: { ...activities },
    sinks: quiet,
  });
  const input = { tenantId: 'ten_1', deliveryId: 'whd_1', round: 1, tries: 1, pauseMs: 5_000 };
  const history = await worker.runUntil(async () => {
    const handle = await client.workflow.start('webhookDelivery', { taskQueue, workflowId, args: [input] });
    await handle.result();
    return await handle.fetchHistory();
  });
  await environment.teardown();
  return { name: WEBHOOK_HISTORY, workflowId, history: JSON.parse(historyToJSON(history)) };
}
