import type { Route } from '#api/frame/route.ts';
import { eventRoutes } from './events.ts';
import { figureRoutes } from './figures.ts';
import { flagRoutes } from './flags.ts';
import { grantRoutes } from './grants.ts';
import { lifetimeRoutes } from './lifetime-licences.ts';
import { manualPaymentRoutes } from './manual-payments.ts';
import { noticeRoutes } from './notices.ts';
import { offerRoutes } from './offers.ts';
import { overrideRoutes } from './overrides.ts';
import { planRoutes } from './plans.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { wishRoutes } from './wishes.ts';

/** What operators see and do of plans and money (docs/billing.md). */
export const adminBillingRoutes: readonly Route[] = [
  ...figureRoutes,
  ...subscriptionRoutes,
  ...wishRoutes,
  ...grantRoutes,
  ...overrideRoutes,
  ...manualPaymentRoutes,
  ...planRoutes,
  ...offerRoutes,
  ...lifetimeRoutes,
  ...noticeRoutes,
  ...eventRoutes,
  ...flagRoutes,
];
