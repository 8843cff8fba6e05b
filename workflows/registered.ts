/** The workflow types of a worker: the export's name is the type's. */
export { action } from './action.ts';
export { flow } from './flow.ts';
export { webhookDelivery } from './webhook-delivery.ts';
