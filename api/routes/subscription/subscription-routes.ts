import type { Route } from '#api/frame/route.ts';
import { getSubscription, getSubscriptionRequest, listSubscriptionPayments, openPortal } from './current.ts';
import { previewSubscription } from './preview.ts';
import { getSubscriptionStory } from './story.ts';
import {
  cancelSubscription,
  changeProvider,
  changeSubscription,
  createSubscription,
  pauseSubscription,
  resumeSubscription,
  revokeChange,
  startTrial,
  upgradeSubscription,
} from './wishes.ts';

/** What a tenant pays for: how it stands, and what its owner asks about it. */
export const subscriptionRoutes: readonly Route[] = [
  ...[getSubscription, getSubscriptionRequest, listSubscriptionPayments, getSubscriptionStory],
  ...[createSubscription, startTrial, previewSubscription, changeSubscription, upgradeSubscription],
  ...[cancelSubscription, revokeChange, pauseSubscription, resumeSubscription, changeProvider, openPortal],
];
