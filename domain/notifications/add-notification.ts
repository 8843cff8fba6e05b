import type { Note } from '#flow/contracts/notifications.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { newId, parseId, uuidIn } from '../ids.ts';
import { recipients } from './recipients.ts';

/** One row a person who is meant; asked again under the same key, none. Gives the e-mails of all who are meant. */
export const addNotification = async (db: TenantDb, note: Note): Promise<{ to: string[] }> => {
  const people = await recipients(db, note.to);
  const ids = people.map(() => parseId('ntf', newId('ntf')));
  const users = people.map(({ userId }) => userId);
  await db.sql`
    insert into notifications (tenant_id, id, user_id, effect_key, title, body, level, link, run_id, flow_id)
    select ${db.tenant}, new.id, new.user_id, ${note.effectKey}, ${note.title}, ${note.body}, ${note.level}, ${note.link},
      ${note.runId === null ? null : uuidIn('run', note.runId)}::uuid, ${uuidIn('flw', note.flowId)}::uuid
    from unnest(${ids}::uuid[], ${users}::uuid[]) as new (id, user_id)
    on conflict (tenant_id, user_id, effect_key) do nothing`;
  return { to: people.map(({ email }) => email) };
};
