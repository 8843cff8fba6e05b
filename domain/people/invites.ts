import { randomBytes } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import { emptySql, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { quotaFields } from '../entitlements/refusals.ts';
import { requireRoom } from '../entitlements/require-room.ts';
import { hashToken } from '../identity/token.ts';
import { formatId, newId, parseId } from '../ids.ts';
import { type RoleRow, readRole, roleName } from './role.ts';

export const INVITE_DAYS = 7;
/** Open ones of a tenant: a mail that nobody asked for is somebody's trouble. */
const MOST_OPEN = 200;
/** Letters of a day, taken back or not: so many for each who has room, and some to begin with. Else a tenant of a minute mails anybody. */
const EACH_DAY = { ofOne: 5, least: 20, most: 200 };
/** A person who waits for a mail asks for it again, and again. */
const RESEND_AFTER_S = 30;

/** Times are ISO 8601 UTC. */
export interface Invite {
  id: string;
  email: string;
  /** A built-in role's name, or `rol_…`. */
  role: string;
  invitedBy: string;
  createdAt: string;
  sentAt: string;
  expiresAt: string;
  status: 'open' | 'expired';
}

interface Row extends RoleRow {
  id: string;
  email: string;
  invited_by: string;
  created_at: Date;
  sent_at: Date;
  expires_at: Date;
  over: boolean;
}

const COLUMNS = sql`id, email, role, role_id, invited_by, created_at, sent_at, expires_at, expires_at <= now() as over`;

const inviteOf = (row: Row): Invite => ({
  id: formatId('inv', row.id),
  email: row.email,
  role: roleName(row),
  invitedBy: row.invited_by,
  createdAt: row.created_at.toISOString(),
  sentAt: row.sent_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  status: row.over ? 'expired' : 'open',
});

const noSuchInvite = () => failure('not_found', 'Este convite não existe.', 'There is no such invite.');

/** 256 bits for the link, kept as their hash alone. */
const newToken = (): string => randomBytes(32).toString('base64url');

/** What a letter needs. The token is in it alone. */
export interface InviteLetter {
  invite: Invite;
  token: string;
}

export interface InviteGiven {
  email: string;
  role: string;
  by: string;
  /** From a caller that may ask twice: nobody has read the token of the first try, so it gives way. */
  id?: string;
}

/**
 * @throws `not_found` for a role that is not there; `conflict` for a member, somebody who is invited already, or where too many
 * are open; `limit_exceeded` where the plan has no room for one more; `rate_limited` where the day has none
 */
export const createInvite = async (db: TenantDb, given: InviteGiven): Promise<InviteLetter> => {
  const email = given.email.trim().toLowerCase();
  const role = await readRole(db, given.role);
  const id = given.id ?? newId('inv');
  const uuid = parseId('inv', id);
  await refuseKnown(db, email, uuid);
  const [mine] = await db.sql`select 1 from invites where tenant_id = ${db.tenant} and id = ${uuid}`;
  if (!mine) {
    await requireRoom(db, 'users');
    await refuseFlood(db);
  }
  const token = newToken();
  const [row] = await db.sql<Row & { made: boolean }>`
    insert into invites (tenant_id, id, email, role, role_id, token_hash, invited_by, expires_at)
    values (${db.tenant}, ${uuid}, ${email}, ${role.role}, ${role.role_id}, ${hashToken(token)}, ${given.by},
      now() + ${INVITE_DAYS} * interval '1 day')
    on conflict (tenant_id, id) do update set token_hash = excluded.token_hash
    returning ${COLUMNS}, xmax = 0 as made`;
  if (!row) throw new Error('An insert gave no row');
  const data = { email, role: roleName(role) };
  if (row.made) await appendAudit(db, { actor: given.by, action: 'invite.create', target: id, data });
  return { invite: inviteOf(row), token };
};

const refuseFlood = async (db: TenantDb): Promise<void> => {
  const [row] = await db.sql<{ made: bigint; room: bigint }>`
    select plan_limit(${db.tenant}, 'users', true) as room, (select count(*) from invites
      where tenant_id = ${db.tenant} and created_at > now() - interval '1 day') as made`;
  const [room, made] = [Number(row?.room ?? -1), Number(row?.made ?? 0)];
  const { ofOne, least, most } = EACH_DAY;
  const limit = room < 0 ? most : Math.min(most, Math.max(least, room * ofOne));
  if (made < limit) return;
  // The one whose day is over first makes room; more than the limit stand where the plan became smaller.
  const [next] = await db.sql<{ seconds: number }>`
    select ceil(extract(epoch from created_at + interval '1 day' - now()))::int as seconds from invites
    where tenant_id = ${db.tenant} and created_at > now() - interval '1 day'
    order by created_at offset ${made - limit} limit 1`;
  const seconds = Math.max(1, next?.seconds ?? 1);
  throw failure(
    'rate_limited',
    'Foram convites demais para um dia. Cada um abre lugar um dia depois de feito.',
    'There were too many invites for a day. Each makes room a day after it was made.',
    {
      waitUntil: Date.now() + seconds * 1_000,
      details: quotaFields('invites', { limit, left: 0, seconds, windowSeconds: 86_400 }),
    },
  );
};

const refuseKnown = async (db: TenantDb, email: string, uuid: string): Promise<void> => {
  const [member] = await db.sql`
    select 1 from memberships m join users u on u.id = m.user_id where m.tenant_id = ${db.tenant} and u.email = ${email}`;
  if (member) throw failure('conflict', 'Esta pessoa já é da conta.', 'This person is a member already.');
  // What has expired makes room.
  await db.sql`
    update invites set revoked_at = now()
    where tenant_id = ${db.tenant} and email = ${email} and accepted_at is null and revoked_at is null
      and expires_at <= now() and id <> ${uuid}`;
  const open = await db.sql<{ email: string }>`
    select email from invites
    where tenant_id = ${db.tenant} and accepted_at is null and revoked_at is null and expires_at > now() and id <> ${uuid}`;
  if (open.some((one) => one.email === email))
    throw failure(
      'conflict',
      'Esta pessoa já foi convidada. Reenvie o convite.',
      'This person is invited already. Send the invite again.',
    );
  if (open.length >= MOST_OPEN)
    throw failure(
      'conflict',
      `Há ${MOST_OPEN} convites em aberto, e não cabe outro. Cancele algum.`,
      `There are ${MOST_OPEN} open invites, and no room for another. Take one back.`,
    );
};

/** Those that nobody took up or back, newest first. @throws `malformed` */
export const listInvites = async (db: TenantDb, page: PageRequest): Promise<Page<Invite>> => {
  const limit = limitOf(page);
  const after = readCursor(db, 'invites', {}, page.cursor);
  const rows = await db.sql<Row>`
    select ${COLUMNS} from invites
    where tenant_id = ${db.tenant} and accepted_at is null and revoked_at is null
      ${after === null ? emptySql : sql`and id < ${after}::uuid`}
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: inviteOf, cursor: (last) => writeCursor(db, 'invites', {}, last.id) });
};

/** Held until the transaction's end. @throws `not_found` also for what was taken up or back. */
export const holdInvite = async (db: TenantDb, id: string): Promise<RoleRow & { email: string }> => {
  const [row] = await db.sql<RoleRow & { email: string }>`
    select role, role_id, email from invites
    where tenant_id = ${db.tenant} and id = ${parseId('inv', id)} and accepted_at is null and revoked_at is null for update`;
  if (!row) throw noSuchInvite();
  return row;
};

/** A new link, another seven days; the one before opens nothing any more. @throws `not_found`, `rate_limited` */
export const resendInvite = async (db: TenantDb, id: string, by: string): Promise<InviteLetter> => {
  const { email } = await holdInvite(db, id);
  const token = newToken();
  const [row] = await db.sql<Row>`
    update invites set token_hash = ${hashToken(token)}, sent_at = now(),
      expires_at = now() + ${INVITE_DAYS} * interval '1 day'
    where tenant_id = ${db.tenant} and id = ${parseId('inv', id)}
      and sent_at < now() - ${RESEND_AFTER_S} * interval '1 second'
    returning ${COLUMNS}`;
  if (!row)
    throw failure(
      'rate_limited',
      'Acabou de ser enviado. Espere meio minuto.',
      'It was sent just now. Wait half a minute.',
      {
        waitUntil: Date.now() + RESEND_AFTER_S * 1_000,
      },
    );
  await appendAudit(db, { actor: by, action: 'invite.resend', target: id, data: { email } });
  return { invite: inviteOf(row), token };
};

/** Its link opens nothing any more. @throws `not_found` */
export const revokeInvite = async (db: TenantDb, id: string, by: string): Promise<void> => {
  const { email } = await holdInvite(db, id);
  await db.sql`update invites set revoked_at = now() where tenant_id = ${db.tenant} and id = ${parseId('inv', id)}`;
  await appendAudit(db, { actor: by, action: 'invite.revoke', target: id, data: { email } });
};
