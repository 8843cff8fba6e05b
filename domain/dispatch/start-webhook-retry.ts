import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { MACHINE, queueOf } from '#flow/machine/number.ts';

/** With it whoever erases a tenant finds what still runs for it. */
const tenantKey = defineSearchAttributeKey('TramaTenant', SearchAttributeType.KEYWORD);
const TYPE = 'webhookDelivery';

export interface WebhookRetry {
  tenantId: string;
  deliveryId: string;
  round: number;
  tries: number;
  pauseMs: number;
}

/**
 * Begins the workflow that makes the other attempts of a delivery. Asked again it changes nothing, for its id belongs to this
 * round of this delivery; where Temporal `lost` it (or the release that began it is gone) it begins anew.
 */
export const startWebhookRetry = async (
  { workflow }: Pick<Client, 'workflow'>,
  retry: WebhookRetry,
  lost: boolean,
): Promise<void> => {
  await workflow.start(TYPE, {
    taskQueue: queueOf(MACHINE),
    // The tenant comes first, as in every id of ours: by it what the workflow is given is closed with that tenant's key.
    workflowId: `${retry.tenantId}/webhook/${retry.deliveryId}/${retry.round}`,
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    workflowIdConflictPolicy: lost ? 'TERMINATE_EXISTING' : 'USE_EXISTING',
    args: [retry],
    typedSearchAttributes: [{ key: tenantKey, value: retry.tenantId }],
    priority: { priorityKey: 4, fairnessKey: retry.tenantId },
  });
};
