import { failure } from '#flow/errors.ts';
import { localeOf } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { newUuid } from '../../ids.ts';
import { addNotification } from '../../notifications/add-notification.ts';
import { getTenant } from '../../tenants/get-tenant.ts';
import { checkData, fillWords, type NoticeData } from './fill-words.ts';
import { type Channel, isNotice, type NoticeName, specOf } from './notice-list.ts';
import { wordsOf } from './notice-texts.ts';

/** Inside the product it is there with the transaction; a letter goes out later, by the workers. */
const writeInApp = async (db: TenantDb, notice: NoticeName, data: NoticeData, key: string): Promise<void> => {
  const tenant = await getTenant(db);
  const locale = localeOf(tenant);
  const words = await wordsOf(db.sql, notice, locale);
  const reader = { locale, timezone: tenant.timezone };
  const { subject, short } = fillWords(notice, words, { ...data, account: tenant.name }, reader);
  const { level, link } = specOf(notice);
  const effectKey = `billing:${notice}:${key}`;
  const note = { to: ['owner', 'admin'], title: subject, body: short, level, link, effectKey };
  await addNotification(db, { ...note, runId: null, flowId: '' });
};

/**
 * Writes what a tenant is to be told, once a channel, in the transaction of the fact itself. @param key makes it another one: a
 * period, a payment, a step. @param waitMs how long its letter waits for the morning. @returns the channels of the notice
 * @throws `not_found` for a notice that is none, `bad_value` where what it is about is missing
 */
export const writeNotice = async (
  db: TenantDb,
  notice: string,
  data: NoticeData,
  key: string,
  waitMs = 0,
): Promise<{ sent: Channel[] }> => {
  if (!isNotice(notice)) throw failure('not_found', `O aviso ${notice} não existe.`, `There is no notice ${notice}.`);
  checkData(notice, data);
  const { channels } = specOf(notice);
  for (const channel of channels) {
    const done = channel === 'in_app';
    const fresh = await db.sql`
      insert into billing_notices (tenant_id, id, notice, key, channel, data, status, ended_at, due_at)
      values (${db.tenant}, ${newUuid()}, ${notice}, ${key}, ${channel}, ${json(data)}::json,
        ${done ? 'sent' : 'waiting'}, ${done ? new Date() : null}::timestamptz,
        now() + ${done ? 0 : waitMs} * interval '1 millisecond')
      on conflict (tenant_id, notice, key, channel) do nothing returning id`;
    if (done && fresh.length > 0) await writeInApp(db, notice, data, key);
  }
  return { sent: [...channels] };
};

/** The same in a transaction of its own. */
export const tellNotice = (
  { database }: { database: Pick<Database, 'withTenant'> },
  tenantId: string,
  notice: string,
  data: NoticeData,
  key: string,
  waitMs = 0,
): Promise<{ sent: Channel[] }> => database.withTenant(tenantId, (db) => writeNotice(db, notice, data, key, waitMs));
