import type { Route } from '#api/frame/route.ts';
import { lifetimeRoutes } from './lifetime-licences.ts';

/** What operators see and do of plans and money (docs/billing.md). */
export const adminBillingRoutes: readonly Route[] = [...lifetimeRoutes];
