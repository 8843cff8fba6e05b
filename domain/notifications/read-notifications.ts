import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { parseId } from '../ids.ts';
import {
  NOTIFICATION_COLUMNS,
  type NotificationRow,
  type NotificationView,
  viewNotification,
} from './notification-view.ts';

/** A person's, newest first. @throws `malformed` */
export const listNotifications = async (
  db: TenantDb,
  userId: string,
  { unread = false }: { unread?: boolean | undefined },
  page: PageRequest,
): Promise<Page<NotificationView>> => {
  const limit = limitOf(page);
  const known = { userId, unread };
  const after = readCursor(db, 'notifications', known, page.cursor);
  const rows = await db.sql<NotificationRow>`
    select ${NOTIFICATION_COLUMNS} from notifications
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)}
      ${unread ? sql`and read_at is null` : emptySql}
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, {
    limit,
    item: viewNotification,
    cursor: (last) => writeCursor(db, 'notifications', known, last.id),
  });
};

/** How many a person has not read. */
export const countUnread = async (db: TenantDb, userId: string): Promise<number> => {
  const [row] = await db.sql<{ n: string }>`
    select count(*) as n from notifications
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)} and read_at is null`;
  return Number(row?.n ?? 0);
};

/** @throws `not_found`, for another person's too */
export const markRead = async (db: TenantDb, userId: string, id: string): Promise<NotificationView> => {
  const [row] = await db.sql<NotificationRow>`
    update notifications set read_at = coalesce(read_at, now())
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)} and id = ${parseId('ntf', id)}
    returning ${NOTIFICATION_COLUMNS}`;
  if (!row) throw failure('not_found', 'Este aviso não existe', 'There is no such notification');
  return viewNotification(row);
};

/** All that a person has; gives how many there were. */
export const markAllRead = async (db: TenantDb, userId: string): Promise<number> => {
  const rows = await db.sql`
    update notifications set read_at = now()
    where tenant_id = ${db.tenant} and user_id = ${parseId('usr', userId)} and read_at is null returning id`;
  return rows.length;
};

/** Forgets what is older, read or not. */
export const pruneNotifications = async (db: TenantDb, days = 90): Promise<number> => {
  const rows = await db.sql`
    delete from notifications
    where tenant_id = ${db.tenant} and created_at < now() - ${days} * interval '1 day' returning id`;
  return rows.length;
};
