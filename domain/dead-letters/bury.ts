import type { JsonObject, Text } from '#flow/json.ts';
import { inLocale, localeOf } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { seal } from '../connections/seal.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { getTenant } from '../tenants/get-tenant.ts';
import { LETTER_PURPOSE, type LetterKind, ownerOf } from './dead-letter.ts';

export interface Burial {
  kind: LetterKind;
  /** The same thing under the same name: a second failure opens its letter again. */
  ref: string;
  title: string;
  reason: string;
  /** All that is needed to try again; closed with the tenant's key. */
  payload: JsonObject;
  tries: number;
  /** When it was tried first; now where it is not given. */
  firstAt?: Date;
}

const WORDS: Record<LetterKind, Text> = {
  message: { pt: 'Uma mensagem que chegou não pôde ser tratada', en: 'A message that came in could not be taken' },
  approval: { pt: 'Um aviso de aprovação não pôde ser entregue', en: 'A message about an approval was not delivered' },
};

/** Who answers for the account hears of it once a day and kind, however many there are. */
const tellOwners = async (db: TenantDb, kind: LetterKind, now: Date): Promise<void> => {
  const body = { pt: 'Veja o motivo e tente de novo.', en: 'See why, and try again.' };
  const locale = localeOf(await getTenant(db));
  await addNotification(db, {
    to: ['owner', 'admin'],
    title: inLocale(WORDS[kind], locale),
    body: inLocale(body, locale),
    level: 'warning',
    link: '/settings/lost',
    runId: null,
    flowId: '',
    effectKey: `dead-letter/${kind}/${now.toISOString().slice(0, 10)}`,
  });
};

/**
 * Keeps what will not be tried again by itself, in the transaction that gives it up. A letter that is open already counts on;
 * one that was settled is open again.
 */
export const bury = async (
  db: TenantDb,
  { kind, ref, title, reason, payload, tries, firstAt }: Burial,
): Promise<void> => {
  const now = new Date();
  const key = db.sealer(LETTER_PURPOSE);
  const made = newId('dlt');
  const [fresh] = await db.sql`
    insert into dead_letters (tenant_id, id, kind, ref, title, reason, sealed, key_id, tries, first_at)
    values (${db.tenant}, ${parseId('dlt', made)}, ${kind}, ${ref}, ${title.slice(0, 200)}, ${reason.slice(0, 1_000)},
      ${seal(key, payload, ownerOf(db.tenant, made))}, ${key.id}, ${tries}, ${firstAt ?? now})
    on conflict (tenant_id, kind, ref) do nothing returning id`;
  if (!fresh) {
    const [known] = await db.sql<{ id: string }>`
      select id from dead_letters where tenant_id = ${db.tenant} and kind = ${kind} and ref = ${ref} for update`;
    if (!known) throw new Error('A letter went while it was opened again');
    const sealed = seal(key, payload, ownerOf(db.tenant, formatId('dlt', known.id)));
    await db.sql`
      update dead_letters set reason = ${reason.slice(0, 1_000)}, sealed = ${sealed}, key_id = ${key.id},
        title = ${title.slice(0, 200)}, tries = tries + ${tries}, state = 'open', last_at = clock_timestamp(),
        settled_at = null, settled_by = null
      where tenant_id = ${db.tenant} and id = ${known.id}::uuid`;
  }
  await tellOwners(db, kind, now);
};
