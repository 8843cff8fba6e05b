import { randomUUID } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import { json } from '#prisma/sql.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { cancelForDeletion, revokeForDeletion } from '../billing/desk/close-subscription.ts';
import { formatId, parseId } from '../ids.ts';
import { addNotification } from '../notifications/add-notification.ts';
import { refusePlatform } from '../platform/platform.ts';
import { underHold } from '../privacy/retention.ts';

/** A deletion that was asked for, as people of the tenant see it. */
export interface Deletion {
  /** ISO 8601 UTC. */
  askedAt: string;
  dueAt: string;
  by: string;
  /** Of the receipt that there will be. */
  receiptId: string;
  /** A legal hold was set since: while it stands nothing is deleted, also behind `dueAt`. */
  onHold: boolean;
}

interface Held extends Omit<Deletion, 'onHold'> {
  triggers: Json[];
  keys: string[];
}

interface Row {
  name: string;
  deletion: Held | null;
  retention: { hold?: boolean };
  erasing_at: Date | null;
}

const rowOf = async (db: TenantDb): Promise<Row> => {
  const [row] = await db.sql<Row>`
    select name, deletion, retention, erasing_at from tenants where id = ${db.tenant} for no key update`;
  if (!row) throw new Error(`The tenant ${db.tenantId} has no row`);
  return row;
};

const shown = ({ askedAt, dueAt, by, receiptId }: Held, onHold: boolean): Deletion => ({
  ...{ askedAt, dueAt, by, receiptId },
  onHold,
});

export const getDeletion = async (db: TenantDb): Promise<Deletion | null> => {
  const [row] = await db.sql<Pick<Row, 'deletion' | 'retention'>>`
    select deletion, retention from tenants where id = ${db.tenant}`;
  return row?.deletion ? shown(row.deletion, row.retention.hold ?? false) : null;
};

export interface AskedDeletion {
  /** As it was typed: it must be the tenant's. */
  name: string;
  days: number;
  by: string;
  /** `ses_…` of whoever asks: it stays, so that they can take it back. */
  sessionId: string | null;
  nowMs: number;
}

/** What starts runs goes at once, and can come back. */
const holdBack = async (db: TenantDb, askedAt: string): Promise<Pick<Held, 'triggers' | 'keys'>> => {
  const triggers = await db.sql<{ row: Json }>`
    with gone as (delete from flow_triggers where tenant_id = ${db.tenant} returning *)
    select row_to_json(gone) as row from gone`;
  const keys = await db.sql<{ id: string }>`
    update api_keys set revoked_at = ${askedAt}::timestamptz
    where tenant_id = ${db.tenant} and revoked_at is null returning id`;
  return { triggers: triggers.map(({ row }) => row), keys: keys.map(({ id }) => id) };
};

/**
 * The owner asks that the tenant be deleted. At once nothing starts any more, keys are dead and people are signed out; until
 * `dueAt` it can be taken back. @throws `invalid` where the name is another, `conflict`
 */
export const askDeletion = async ({ withTenant, admin }: Database, tenantId: string, asked: AskedDeletion) => {
  refusePlatform(tenantId);
  const { deletion, before } = await withTenant(tenantId, async (db) => {
    const { name, deletion: known, retention } = await rowOf(db);
    if (asked.name.trim() !== name.trim())
      throw failure('invalid', `Escreva o nome da conta: ${name}`, `Type the name of the account: ${name}`, {
        errors: [{ pointer: '/name', code: 'other_name', message: { pt: 'É outro nome', en: 'It is another name' } }],
      });
    if (known) return { deletion: null, before: known.askedAt };
    if (retention.hold) throw underHold();
    const times = {
      askedAt: new Date(asked.nowMs).toISOString(),
      dueAt: new Date(asked.nowMs + asked.days * 86_400_000).toISOString(),
    };
    const held: Held = {
      ...times,
      by: asked.by,
      receiptId: formatId('era', randomUUID()),
      ...(await holdBack(db, times.askedAt)),
    };
    await db.sql`
      update tenants set deletion = ${json(held)}::json, deletion_due_at = ${held.dueAt}::timestamptz
      where id = ${db.tenant}`;
    const data = { dueAt: held.dueAt, triggers: held.triggers.length, keys: held.keys.length };
    await cancelForDeletion(db, asked);
    await appendAudit(db, { actor: asked.by, action: 'tenant.deletion.ask', target: db.tenantId, data });
    await tellOwners(db, held);
    return { deletion: shown(held, false), before: null };
  });
  // Where this did not come to its end when it was asked for first: who signed in since may stay.
  const own = asked.sessionId === null ? null : parseId('ses', asked.sessionId);
  await admin.sql`
    update identity.sessions set revoked_at = now()
    where active_tenant_id = ${parseId('ten', tenantId)} and revoked_at is null and id is distinct from ${own}::uuid
      and (${before}::timestamptz is null or created_at <= ${before}::timestamptz)`;
  if (!deletion) throw failure('conflict', 'A exclusão já foi pedida.', 'The deletion has been asked for already.');
  return deletion;
};

const tellOwners = async (db: TenantDb, { dueAt, receiptId }: Held): Promise<void> => {
  await addNotification(db, {
    to: ['owner'],
    title: 'Exclusão da conta pedida · Deletion asked for',
    body: dueAt.slice(0, 10),
    level: 'warning',
    link: '/settings/data',
    runId: null,
    flowId: '',
    effectKey: `deletion/${receiptId}`,
  });
};

/** Everything is as it was, but for who has to sign in again. @throws `conflict` where nobody asked, or it has begun */
export const takeDeletionBack = async (db: TenantDb, by: string): Promise<void> => {
  const { deletion, erasing_at } = await rowOf(db);
  if (!deletion || erasing_at)
    throw failure('conflict', 'Não há exclusão para desfazer.', 'There is no deletion to take back.');
  // A flow that was archived or published meanwhile has what it has now.
  await db.sql`
    insert into flow_triggers
    select held.* from json_populate_recordset(null::flow_triggers, ${json(deletion.triggers)}::json) held
    join flows f on f.tenant_id = held.tenant_id and f.id = held.flow_id
    where f.archived_at is null and f.published_version = held.version
    on conflict do nothing`;
  // A key that somebody revoked meanwhile has another time, and stays dead.
  await db.sql`
    update api_keys set revoked_at = null
    where tenant_id = ${db.tenant} and id = any (${deletion.keys}::uuid[])
      and revoked_at = ${deletion.askedAt}::timestamptz`;
  await db.sql`update tenants set deletion = null, deletion_due_at = null where id = ${db.tenant}`;
  await revokeForDeletion(db, { by, nowMs: Date.now() });
  await appendAudit(db, { actor: by, action: 'tenant.deletion.take_back', target: db.tenantId, data: {} });
};
