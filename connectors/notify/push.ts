import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TramaError } from '#flow/errors.ts';
import { type ActionContext, action } from '../action.ts';
import { body, link, listOf, title, to } from './note.ts';
import { type PushMessage, pushOnce } from './push-once.ts';

/** Browsers that are told at the same time. */
const AT_ONCE = 10;

export const notifyPush = action({
  id: 'notify.push',
  version: 1,
  title: { pt: 'Avisar no aparelho', en: 'Push a notification' },
  description: {
    pt: 'Mostra um aviso nos celulares e computadores em que as pessoas da conta ligaram os avisos.',
    en: 'Shows a notification on the phones and computers where people of the account have turned them on.',
  },
  group: 'message',
  icon: 'device-mobile-message',
  config: z.strictObject({ to: to(), title: title(), body: body(), link: link() }),
  output: z.object({ sent: z.int(), removed: z.int(), failed: z.int() }),
  // A repeat carries the same topic and tag: it takes the place of the first, waiting or shown.
  effect: 'keyed',
  timeout: 'PT1M',
  example: { sent: 2, removed: 0, failed: 0 },
  run: async (config, context) => {
    const targets = await context.services.notifications.pushTargets(context.tenant.id, listOf(config.to));
    const tag = tagOf(context);
    const message: PushMessage = {
      tag,
      text: JSON.stringify({
        title: config.title,
        body: config.body,
        link: config.link ?? (context.run.test ? '/runs' : `/runs/${context.run.id}`),
        tag,
      }),
    };
    const outcome = { sent: 0, removed: 0, failed: 0 };
    let again: TramaError | null = null;
    for (let from = 0; from < targets.length; from += AT_ONCE) {
      context.signal.throwIfAborted();
      const part = targets.slice(from, from + AT_ONCE).map((target) => pushOnce(target, message, context));
      for (const one of await Promise.all(part)) {
        if (one instanceof TramaError) again = one;
        else outcome[one]++;
      }
    }
    // Those who got it get it again under the same tag, which changes nothing of what they see.
    if (again) throw again;
    return outcome;
  },
});

/** What a push service replaces a waiting message by, and a browser a shown one: 32 letters at most. */
const tagOf = ({ tenant, idempotencyKey }: ActionContext): string =>
  createHash('sha256')
    .update(JSON.stringify([tenant.id, idempotencyKey]))
    .digest('base64url')
    .slice(0, 32);
