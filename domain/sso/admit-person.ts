import { isForeignKeyViolation, isUniqueViolation } from '#prisma/database-error.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { requireRoom } from '../entitlements/require-room.ts';
import { createUser } from '../identity/users.ts';
import { formatId, parseId } from '../ids.ts';
import { tellEndpoints } from '../outbound/tell-endpoints.ts';
import { domainOfEmail } from './find-sso.ts';

/** Who a provider says that somebody is, once all of it was checked. */
export interface SsoPerson {
  /** The provider's own name, and its name for the person, which never becomes somebody else's. */
  issuer: string;
  subject: string;
  /** Lower case. */
  email: string;
  name: string;
}

/** Why somebody whom the provider knows stays outside. */
export type NotAdmitted = 'domain' | 'no_invite' | 'other_person' | 'blocked';

/** `email`: their own, which need not be the one that the provider tells. */
type Admitted = { userId: string; email: string } | { refused: NotAdmitted };

interface Held {
  /** What whoever comes for the first time may join as; null: by invite alone. */
  joinRole: string | null;
}

/** The word of a provider counts for domains that its tenant has proved, and for no others. Null: it is none of them. */
const heldDomain = async (db: TenantDb, email: string): Promise<Held | null> => {
  const domain = domainOfEmail(email);
  const [row] = await db.sql<{ join_role: string | null }>`
    select join_role from verified_domains
    where tenant_id = ${db.tenant} and domain = ${domain} and verified_at is not null`;
  return row ? { joinRole: row.join_role } : null;
};

/** Does the tenant hold the domain of this address? */
export const holdsDomain = async (db: TenantDb, email: string): Promise<boolean> =>
  (await heldDomain(db, email)) !== null;

interface Known {
  id: string;
  email: string;
  disabled: boolean;
}

/** Whom the provider has named so before. */
const boundPerson = async (db: TenantDb, { issuer, subject }: SsoPerson): Promise<Known | null> => {
  const [row] = await db.sql<Known>`
    select u.id, u.email, u.disabled_at is not null as disabled
    from sso_accounts a join users u on u.id = a.user_id
    where a.tenant_id = ${db.tenant} and a.issuer = ${issuer} and a.subject = ${subject}`;
  return row ?? null;
};

/**
 * Lets in whom the tenant's own provider vouches for: a member by the name that the provider knows them by, else by an
 * address of a proved domain; whoever is new joins as the domain says. People are made here and nowhere joined to others.
 */
export const admitPerson = async (database: Database, tenantId: string, person: SsoPerson): Promise<Admitted> => {
  const found = await database.withTenant(tenantId, async (db) => ({
    held: await heldDomain(db, person.email),
    bound: await boundPerson(db, person),
  }));
  if (!found.held) return { refused: 'domain' };
  const { bound } = found;
  if (bound) {
    // Their own address, too: it may be older than the domain's being proved elsewhere.
    const own = await database.withTenant(tenantId, (db) => holdsDomain(db, bound.email));
    if (!own) return { refused: 'domain' };
    return bound.disabled ? { refused: 'blocked' } : { userId: formatId('usr', bound.id), email: bound.email };
  }
  const { held } = found;
  const enter = () => byAddress(database, tenantId, person, held);
  return enter().catch((error: unknown) => {
    // Two windows at once, or somebody took the membership away meanwhile: whoever looks again sees it.
    if (isUniqueViolation(error, 'users_email_key') || isForeignKeyViolation(error)) return enter();
    throw error;
  });
};

async function byAddress(database: Database, tenantId: string, person: SsoPerson, held: Held): Promise<Admitted> {
  const { admin, withTenant } = database;
  const tenant = parseId('ten', tenantId);
  const [known] = await admin.sql<{ id: string; disabled: boolean; member: boolean }>`
    select u.id, u.disabled_at is not null as disabled,
      exists (select 1 from memberships m where m.user_id = u.id and m.tenant_id = ${tenant}) as member
    from users u where u.email = ${person.email}`;
  if (known?.disabled) return { refused: 'blocked' };
  if (!known?.member && held.joinRole === null) return { refused: 'no_invite' };
  const userId = known
    ? formatId('usr', known.id)
    : await createUser(admin.sql, { email: person.email, name: person.name, emailVerified: true });
  return withTenant(tenantId, async (db) => {
    if (!known?.member && held.joinRole !== null) await join(db, userId, held.joinRole, person);
    const bound = await bind(db, userId, person);
    return bound ? { userId, email: person.email } : { refused: 'other_person' as const };
  });
}

const join = async (db: TenantDb, userId: string, role: string, { email }: SsoPerson): Promise<void> => {
  const rows = await db.sql`
    insert into memberships (tenant_id, user_id, role) values (${db.tenant}, ${parseId('usr', userId)}, ${role})
    on conflict (tenant_id, user_id) do nothing returning user_id`;
  if (rows.length === 0) return;
  await requireRoom(db, 'users', 1, { counted: true });
  const data = { role, domain: domainOfEmail(email) };
  await appendAudit(db, { actor: `user:${userId}`, action: 'member.join', target: userId, data });
  const told = { userId, role, by: `user:${userId}` };
  await tellEndpoints(db, [{ type: 'member.joined', flowId: null, data: told }]);
  await tellAccess(db.sql, { tenantId: db.tenantId, userId });
};

/**
 * From now on the provider's own name counts for this person. False: the provider knows them by another name, so an address
 * was given to somebody else; an administrator removes the member of before.
 */
const bind = async (db: TenantDb, userId: string, { issuer, subject }: SsoPerson): Promise<boolean> => {
  const uuid = parseId('usr', userId);
  const rows = await db.sql`
    insert into sso_accounts (tenant_id, issuer, subject, user_id) values (${db.tenant}, ${issuer}, ${subject}, ${uuid})
    on conflict do nothing returning user_id`;
  if (rows.length === 0) {
    const [same] = await db.sql`
      select 1 from sso_accounts
      where tenant_id = ${db.tenant} and issuer = ${issuer} and subject = ${subject} and user_id = ${uuid}`;
    return same !== undefined;
  }
  await appendAudit(db, { actor: `user:${userId}`, action: 'sso.bind', target: userId, data: { issuer, subject } });
  return true;
};
