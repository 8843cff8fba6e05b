import type { Notifications } from '#flow/contracts/notifications.ts';
import type { Database } from '#prisma/with-tenant.ts';
import { addNotification } from './add-notification.ts';
import { dropSubscription, subscriptionsOf } from './push-subscriptions.ts';
import { vapidKeys } from './vapid-keys.ts';

interface Settings {
  /** The master secret. */
  secret: string;
  /** Who answers for push messages: an https address or `mailto:`. */
  subject: string;
}

export const createNotifications = (
  { withTenant }: Pick<Database, 'withTenant'>,
  { secret, subject }: Settings,
): Notifications => {
  const keys = vapidKeys(secret);
  return {
    add: (tenantId, note) => withTenant(tenantId, (db) => addNotification(db, note)),
    pushTargets: (tenantId, to) => withTenant(tenantId, (db) => subscriptionsOf(db, to)),
    dropTarget: (tenantId, id) => withTenant(tenantId, (db) => dropSubscription(db, id)),
    vapid: () => ({ ...keys, subject }),
  };
};
