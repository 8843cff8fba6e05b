import type { Database } from '#prisma/with-tenant.ts';
import { addNotification, type NewNotification } from './add-notification.ts';
import { dropSubscription, subscriptionsOf } from './push-subscriptions.ts';
import { vapidKeys } from './vapid-keys.ts';

interface Settings {
  /** The master secret. */
  secret: string;
  /** Who answers for push messages: an https address or `mailto:`. */
  subject: string;
}

/** As `connectors/notify/notifications.ts` has it; the shape alone binds the two. */
export const createNotifications = ({ withTenant }: Pick<Database, 'withTenant'>, { secret, subject }: Settings) => {
  const keys = vapidKeys(secret);
  return {
    add: (tenantId: string, note: NewNotification) => withTenant(tenantId, (db) => addNotification(db, note)),
    pushTargets: (tenantId: string, to: readonly string[]) => withTenant(tenantId, (db) => subscriptionsOf(db, to)),
    dropTarget: (tenantId: string, id: string) => withTenant(tenantId, (db) => dropSubscription(db, id)),
    vapid: () => ({ ...keys, subject }),
  };
};
