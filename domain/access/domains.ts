import { randomBytes } from 'node:crypto';
import { failure } from '#flow/errors.ts';
import { isUniqueViolation } from '#prisma/database-error.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';

/** The TXT records of a name; none where there are none, or the name does not exist. */
export type AskTxt = (name: string) => Promise<string[]>;

export const JOIN_ROLES = ['editor', 'operator', 'viewer'] as const;
export type JoinRole = (typeof JOIN_ROLES)[number];

/** Times are ISO 8601 UTC. */
export interface Domain {
  domain: string;
  /** Where the record stands, and what it says. */
  record: { name: string; value: string };
  verifiedAt: string | null;
  /** What whoever comes by the tenant's own sign-in for the first time joins as; null: by invite alone. */
  joinRole: JoinRole | null;
  checkedAt: string | null;
}

interface Row {
  domain: string;
  token: string;
  join_role: JoinRole | null;
  verified_at: Date | null;
  checked_at: Date | null;
}

const MOST = 20;
const recordOf = ({ domain, token }: Row): Domain['record'] => ({
  name: `_trama.${domain}`,
  value: `trama-verification=${token}`,
});
const domainOf = (row: Row): Domain => ({
  domain: row.domain,
  record: recordOf(row),
  verifiedAt: row.verified_at?.toISOString() ?? null,
  joinRole: row.join_role,
  checkedAt: row.checked_at?.toISOString() ?? null,
});

const noDomain = () => failure('not_found', 'Este domínio não está na lista.', 'This domain is not on the list.');

export const listDomains = async (db: TenantDb): Promise<Domain[]> => {
  const rows = await db.sql<Row>`
    select domain, token, join_role, verified_at, checked_at from verified_domains where tenant_id = ${db.tenant} order by domain`;
  return rows.map(domainOf);
};

/** @throws `conflict` past 20, which no plan changes */
export const addDomain = async (db: TenantDb, domain: string, by: string): Promise<Domain> => {
  if ((await listDomains(db)).length >= MOST)
    throw failure('conflict', 'São no máximo 20 domínios.', 'There are at most 20 domains.');
  const made = await db.sql`
    insert into verified_domains (tenant_id, domain, token)
    values (${db.tenant}, ${domain}, ${randomBytes(20).toString('hex')}) on conflict do nothing returning domain`;
  if (made.length > 0) await appendAudit(db, { actor: by, action: 'domain.add', target: domain, data: {} });
  const row = (await listDomains(db)).find((one) => one.domain === domain);
  if (!row) throw noDomain();
  return row;
};

/**
 * Looks for the record. @throws `not_found`; `conflict` where another tenant has proved the domain first, or the record is
 * not there.
 */
export const verifyDomain = async (
  withTenant: <T>(work: (db: TenantDb) => Promise<T>) => Promise<T>,
  { domain, by, askTxt }: { domain: string; by: string; askTxt: AskTxt },
): Promise<Domain> => {
  const [row] = await withTenant(
    (db) => db.sql<Row>`
      update verified_domains set checked_at = now() where tenant_id = ${db.tenant} and domain = ${domain}
      returning domain, token, join_role, verified_at, checked_at`,
  );
  if (!row) throw noDomain();
  if (row.verified_at) return domainOf(row);
  const { name, value } = recordOf(row);
  // Nothing is held open while the network is asked.
  const found = await askTxt(name);
  if (!found.includes(value))
    throw failure(
      'conflict',
      `O registro TXT de ${name} ainda não diz ${value}.`,
      `The TXT record of ${name} does not say ${value} yet.`,
    );
  try {
    return await withTenant(async (db) => {
      const [held] = await db.sql<Row>`
        update verified_domains set verified_at = coalesce(verified_at, now())
        where tenant_id = ${db.tenant} and domain = ${domain} returning domain, token, join_role, verified_at, checked_at`;
      if (!held) throw noDomain();
      await appendAudit(db, { actor: by, action: 'domain.verify', target: domain, data: {} });
      return domainOf(held);
    });
  } catch (error) {
    if (!isUniqueViolation(error, 'verified_domains_held')) throw error;
    throw failure('conflict', 'Outra conta já provou este domínio.', 'Another tenant has proved this domain.');
  }
};

/** @throws `not_found` */
export const removeDomain = async (db: TenantDb, domain: string, by: string): Promise<void> => {
  const rows = await db.sql`
    delete from verified_domains where tenant_id = ${db.tenant} and domain = ${domain} returning domain`;
  if (rows.length === 0) throw noDomain();
  await appendAudit(db, { actor: by, action: 'domain.remove', target: domain, data: {} });
};

/** @throws `not_found` */
export const setJoinRole = async (
  db: TenantDb,
  { domain, joinRole, by }: { domain: string; joinRole: JoinRole | null; by: string },
): Promise<Domain> => {
  const [row] = await db.sql<Row>`
    update verified_domains set join_role = ${joinRole} where tenant_id = ${db.tenant} and domain = ${domain}
    returning domain, token, join_role, verified_at, checked_at`;
  if (!row) throw noDomain();
  await appendAudit(db, { actor: by, action: 'domain.join_role', target: domain, data: { joinRole } });
  return domainOf(row);
};
