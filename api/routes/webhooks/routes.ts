import type { Route } from '#api/frame/route.ts';
import {
  getWebhookDelivery,
  listWebhookDeliveries,
  listWebhookEventTypes,
  replayWebhookDelivery,
} from './deliveries.ts';
import {
  disableWebhookEndpoint,
  enableWebhookEndpoint,
  endPreviousWebhookSecret,
  replayFailedWebhooks,
  rotateWebhookSecret,
  sendWebhookMessage,
  testWebhookEndpoint,
} from './endpoint-deeds.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  getWebhookEndpoint,
  listWebhookEndpoints,
  updateWebhookEndpoint,
} from './endpoints.ts';

/** What goes out: endpoints, and the log of what was sent to them. */
export const webhookRoutes: readonly Route[] = [
  ...[listWebhookEventTypes, createWebhookEndpoint, listWebhookEndpoints, getWebhookEndpoint, updateWebhookEndpoint],
  ...[deleteWebhookEndpoint, rotateWebhookSecret, endPreviousWebhookSecret, enableWebhookEndpoint],
  ...[disableWebhookEndpoint, replayFailedWebhooks, sendWebhookMessage, testWebhookEndpoint],
  ...[listWebhookDeliveries, getWebhookDelivery, replayWebhookDelivery],
];
