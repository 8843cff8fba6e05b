import { Context } from '@temporalio/activity';
import type { Dialer } from '#connectors/dialer.ts';
import type { Mailer } from '#domain/mail/mailer.ts';
import { finishAttempt, stillRetrying } from '#domain/outbound/finish-attempt.ts';
import { loadDeliveries, putOff } from '#domain/outbound/load-deliveries.ts';
import type { Database } from '#prisma/with-tenant.ts';
import type { AfterAttempt, WebhookActivities, WebhookAttempt } from '#workflows/webhook-activities.ts';
import { sendWebhook } from './send-webhook.ts';

interface Deps {
  database: Pick<Database, 'withTenant'>;
  dial: Pick<Dialer, 'stream'>;
  mail: Pick<Mailer, 'sendLater'>;
}

/** An attempt that a workflow asks for: its retries. */
export const webhookActivities = (deps: Deps): WebhookActivities => ({
  'trama.deliverWebhook': (ask) => deliver(deps, ask, Context.current().cancellationSignal),
});

const deliver = async (
  { database, dial, mail }: Deps,
  ask: WebhookAttempt,
  signal: AbortSignal,
): Promise<AfterAttempt> => {
  const { ready, later } = await database.withTenant(ask.tenantId, async (db) => {
    const loaded = await loadDeliveries(db, [ask.deliveryId], 'retrying');
    // Else it would look as if Temporal had forgotten it.
    await putOff(db, loaded.later, 'retrying');
    return loaded;
  });
  const [wait] = later;
  if (wait) return { tries: ask.tries, pauseMs: Math.ceil(wait.waitMs) };
  const [delivery] = ready;
  if (!delivery || delivery.round !== ask.round || delivery.tries !== ask.tries) {
    const now = await database.withTenant(ask.tenantId, (db) => stillRetrying(db, ask));
    return now ?? { over: 'ended' };
  }
  const attempt = await sendWebhook(dial, delivery, signal);
  const finished = await database.withTenant(ask.tenantId, (db) =>
    finishAttempt(db, { ...delivery, handed: true }, attempt),
  );
  for (const letter of finished.letters) mail.sendLater(letter);
  return finished.state === 'retrying'
    ? { tries: finished.tries, pauseMs: finished.pauseMs }
    : { over: finished.state };
};
