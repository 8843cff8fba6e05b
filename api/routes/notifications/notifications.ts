import { z } from 'zod';
import { noContent, ok } from '#api/frame/answer.ts';
import type { Caller } from '#api/frame/caller.ts';
import { fail } from '#api/frame/fail.ts';
import { route } from '#api/frame/route.ts';
import { id, instant, pageQuery } from '#api/schemas/common.ts';
import {
  countUnread,
  listNotifications as list,
  markRead as mark,
  markAllRead as markAll,
} from '#domain/notifications/read-notifications.ts';
import { NOTE_LEVELS } from '#flow/contracts/notifications.ts';

const notification = z.object({
  id: id('ntf'),
  title: z.string(),
  body: z.string(),
  level: z.enum(NOTE_LEVELS),
  link: z.string().nullable().describe('A path of the builder, or an https address'),
  runId: id('run').nullable(),
  flowId: id('flw').nullable(),
  createdAt: instant,
  readAt: instant.nullable(),
});

/** Notices are a person's: an API key has none. @throws `forbidden` */
export const personOf = ({ userId }: Caller): string => {
  if (userId === null)
    throw fail('forbidden', 'Avisos são de pessoas: entre com uma sessão.', 'Notices are for people: sign in.');
  return userId;
};

export const listNotifications = route({
  method: 'get',
  path: '/notifications',
  tag: 'Notifications',
  summary: 'The signed-in person’s notices, newest first',
  description: '`unread` counts all that are not read, whatever the page shows.',
  query: pageQuery.extend({ unread: z.enum(['true', 'false']).optional().describe('Only those that are not read') }),
  output: { 200: z.object({ data: z.array(notification), nextCursor: z.string().nullable(), unread: z.int() }) },
  errors: ['forbidden'],
  scopes: [],
  handle: async ({ caller, query: { cursor, limit, unread } }, { database }) => {
    const user = personOf(caller);
    return ok(
      await database.withTenant(caller.tenant.id, async (db) => ({
        ...(await list(db, user, { unread: unread === 'true' }, { cursor, limit })),
        unread: await countUnread(db, user),
      })),
    );
  },
});

export const markNotificationRead = route({
  method: 'post',
  path: '/notifications/{notification}/read',
  tag: 'Notifications',
  summary: 'Mark one as read',
  params: z.object({ notification: id('ntf') }),
  output: { 200: notification },
  errors: ['forbidden'],
  scopes: [],
  handle: async ({ caller, params }, { database }) => {
    const user = personOf(caller);
    return ok(await database.withTenant(caller.tenant.id, (db) => mark(db, user, params.notification)));
  },
});

export const markAllNotificationsRead = route({
  method: 'post',
  path: '/notifications/read',
  tag: 'Notifications',
  summary: 'Mark all as read',
  output: { 204: z.null() },
  errors: ['forbidden'],
  scopes: [],
  handle: async ({ caller }, { database }) => {
    const user = personOf(caller);
    await database.withTenant(caller.tenant.id, (db) => markAll(db, user));
    return noContent();
  },
});
