import type { Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import { tenantOf } from '../payloads/tenant-of.ts';
import { startWebhookRetry } from './start-webhook-retry.ts';

test('a retry is of its tenant by its id: without, what it is given could not be closed, and it never began', async () => {
  const started: string[] = [];
  const workflow = {
    start: async (_type: string, { workflowId }: { workflowId: string }) => void started.push(workflowId),
  } as unknown as Client['workflow'];
  const tenantId = 'ten_01977777777777777777777777777777';
  await startWebhookRetry({ workflow }, { tenantId, deliveryId: 'whd_1', round: 2, tries: 1, pauseMs: 5_000 }, false);
  expect(started).toEqual([`${tenantId}/webhook/whd_1/2`]);
  expect(started.map(tenantOf)).toEqual([tenantId]);
});
