import { createHmac } from 'node:crypto';
import type { Consent, ConsentEntry, ContactAddress } from '#flow/contracts/consents.ts';
import { failure } from '#flow/errors.ts';
import type { Database, TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { formatId, newId, parseId, uuidIn } from '../ids.ts';

/** The same address however it is written: case of mail, marks of phone numbers. */
export const normalContact = ({ channel, address }: ContactAddress): string => {
  const text = address.trim();
  if (channel === 'email') return text.toLowerCase();
  if (channel === 'whatsapp' || channel === 'phone') return text.replace(/[^\d]/g, '');
  return text.toLowerCase();
};

/** What stays of a contact that was erased, so that its "no" stays. */
export const fingerprint = (db: TenantDb, contact: ContactAddress): Buffer =>
  createHmac('sha256', db.key('consent').bytes)
    .update(JSON.stringify([contact.channel, normalContact(contact)]))
    .digest();

/** Stands for every purpose. */
export const ANY_PURPOSE = '*';

interface ConsentFacts {
  id: string;
  channel: string;
  /** null: the person was erased. */
  contact: string | null;
  purpose: string;
  given: boolean;
  source: string;
  evidence: string | null;
}

interface Row extends ConsentFacts {
  created_by: string;
  created_at: Date;
}

export interface ConsentView extends ConsentFacts {
  by: string;
  /** ISO 8601 UTC. */
  at: string;
}

const viewOf = ({ id, created_by, created_at, ...row }: Row): ConsentView => ({
  ...row,
  id: formatId('cns', id),
  by: created_by,
  at: created_at.toISOString(),
});

/** One more entry: nothing that was said before is changed. Under an effect key once, however often it is asked. */
export const writeConsent = async (db: TenantDb, entry: ConsentEntry & { by: string }): Promise<ConsentView> => {
  const contact = normalContact(entry);
  if (contact === '') throw failure('bad_value', 'Falta o contato.', 'The contact is missing.');
  const [made] = await db.sql<Row>`
    insert into consent_entries (tenant_id, id, channel, contact_hash, contact, purpose, given, source, evidence, run_id,
      effect_key, created_by)
    values (${db.tenant}, ${parseId('cns', newId('cns'))}, ${entry.channel}, ${fingerprint(db, entry)}, ${contact},
      ${entry.purpose}, ${entry.given}, ${entry.source}, ${entry.evidence ?? null},
      ${entry.runId ? uuidIn('run', entry.runId) : null}::uuid, ${entry.effectKey ?? null}, ${entry.by})
    on conflict (tenant_id, effect_key) where effect_key is not null do nothing
    returning id, channel, contact, purpose, given, source, evidence, created_by, created_at`;
  if (made) return viewOf(made);
  const [known] = await db.sql<Row>`
    select id, channel, contact, purpose, given, source, evidence, created_by, created_at from consent_entries
    where tenant_id = ${db.tenant} and effect_key = ${entry.effectKey ?? null}`;
  if (!known) throw new Error('A consent was not written');
  return viewOf(known);
};

/** A person of the tenant writes it down, on paper's word. */
export const recordConsent = async (db: TenantDb, entry: ConsentEntry, by: string): Promise<ConsentView> => {
  const made = await writeConsent(db, { ...entry, by });
  const data = { channel: made.channel, purpose: made.purpose, given: made.given };
  await appendAudit(db, { actor: by, action: 'consent.record', target: made.id, data });
  return made;
};

/**
 * What holds of a contact for a purpose: the newest entry that is for it or for all. Without an entry nobody said anything.
 */
export const consentOf = async (db: TenantDb, contact: ContactAddress, purpose: string): Promise<Consent> => {
  const [row] = await db.sql<{ given: boolean; created_at: Date }>`
    select given, created_at from consent_entries
    where tenant_id = ${db.tenant} and contact_hash = ${fingerprint(db, contact)}
      and purpose = any (${[purpose, ANY_PURPOSE]}::text[])
    order by id desc limit 1`;
  if (!row) return { status: 'unknown', since: null };
  return { status: row.given ? 'given' : 'withdrawn', since: row.created_at.toISOString() };
};

/** Newest first. @throws `malformed` */
export const listConsents = async (
  db: TenantDb,
  filters: { contact?: ContactAddress | undefined; purpose?: string | undefined },
  page: PageRequest,
): Promise<Page<ConsentView>> => {
  const limit = limitOf(page);
  const hash = filters.contact ? fingerprint(db, filters.contact) : null;
  const known = { contact: hash?.toString('hex') ?? null, purpose: filters.purpose ?? null };
  const after = readCursor(db, 'consents', known, page.cursor);
  const rows = await db.sql<Row>`
    select id, channel, contact, purpose, given, source, evidence, created_by, created_at from consent_entries
    where tenant_id = ${db.tenant} and (${hash}::bytea is null or contact_hash = ${hash})
      and (${filters.purpose ?? null}::text is null or purpose = ${filters.purpose ?? null})
      and (${after}::uuid is null or id < ${after}::uuid)
    order by id desc limit ${limit + 1}`;
  return pageOf(rows, { limit, item: viewOf, cursor: (last) => writeCursor(db, 'consents', known, last.id) });
};

/** For actions: each asks and writes in a transaction of its own. */
export const createConsents = ({ withTenant }: Pick<Database, 'withTenant'>) => ({
  check: (tenantId: string, contact: ContactAddress, purpose: string) =>
    withTenant(tenantId, (db) => consentOf(db, contact, purpose)),
  record: async (tenantId: string, entry: ConsentEntry) => {
    await withTenant(tenantId, (db) => writeConsent(db, { ...entry, by: 'flow' }));
  },
});
