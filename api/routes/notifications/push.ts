import { createECDH } from 'node:crypto';
import { z } from 'zod';
import { created, noContent, ok } from '#api/frame/answer.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { id } from '#api/schemas/common.ts';
import { keepSubscription, removeSubscription } from '#domain/notifications/push-subscriptions.ts';
import { faultWords } from '#flow/fault-words.ts';
import { personOf } from './notifications.ts';

const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64url');

/** A point of P-256, uncompressed: what nothing can be encrypted for is refused here, not at each message. */
const isPoint = (text: string): boolean => {
  try {
    const pair = createECDH('prime256v1');
    pair.generateKeys();
    return bytesOf(text).length === 65 && pair.computeSecret(bytesOf(text)).length === 32;
  } catch {
    return false;
  }
};

const subscription = z.object({
  endpoint: z.url({ protocol: /^https$/ }).max(2_048),
  keys: z.object({
    p256dh: z
      .string()
      .max(200)
      .refine(isPoint, faultWords('Uma chave pública de P-256, em base64url', 'A public key of P-256, base64url')),
    auth: z
      .string()
      .max(100)
      .refine((text) => bytesOf(text).length === 16, faultWords('16 bytes, em base64url', '16 bytes, base64url')),
  }),
});

export const getPushKey = route({
  method: 'get',
  path: '/push/key',
  tag: 'Notifications',
  summary: 'What a browser subscribes to push messages with',
  output: { 200: z.object({ publicKey: z.string().describe('VAPID, base64url') }) },
  scopes: [],
  handle: async (_input, { actions }) => ok({ publicKey: actions.notifications.vapid().publicKey }),
});

export const addPushSubscription = route({
  method: 'post',
  path: '/push/subscriptions',
  tag: 'Notifications',
  summary: 'Take push messages in this browser',
  description: 'What `PushSubscription.toJSON()` gives. Its keys are sealed, and never read back.',
  example: {
    endpoint: 'https://push.example.com/abc',
    keys: {
      p256dh: 'BI4yMfXaWwchBG6AXAJJYFfFGs0GaS7d_-czkeeWZuX5MZijVkTvvtY1CJJki-J4ZrWqmdMcK0G1incPnfryr4w',
      auth: 'AAAAAAAAAAAAAAAAAAAAAA',
    },
  },
  body: subscription,
  output: { 201: z.object({ id: id('psh') }) },
  errors: ['forbidden'],
  idempotent: true,
  scopes: [],
  handle: async ({ caller, body }, { database }) => {
    const user = personOf(caller);
    // It would go on telling whoever sat there what happens in the tenant, long after they left.
    if (caller.impersonator !== null)
      throw fail(
        'forbidden',
        'No lugar de outra pessoa isto não se muda.',
        'This cannot be changed in somebody else’s place.',
      );
    const kept = await database.withTenant(caller.tenant.id, (db) => keepSubscription(db, user, body));
    return created(`/v1/push/subscriptions/${kept}`, { id: kept });
  },
});

export const removePushSubscription = route({
  method: 'delete',
  path: '/push/subscriptions/{subscription}',
  tag: 'Notifications',
  summary: 'Take none here any more',
  params: z.object({ subscription: id('psh') }),
  output: { 204: z.null() },
  errors: ['forbidden'],
  scopes: [],
  handle: async ({ caller, params }, { database }) => {
    const user = personOf(caller);
    await database.withTenant(caller.tenant.id, (db) => removeSubscription(db, user, params.subscription));
    return noContent();
  },
});
