import { failure, type TramaError } from '#flow/errors.ts';
import type { TenantDb, WithTenant } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { listLivePlans } from '../billing/catalogue/plan-version.ts';
import { limitOf, type Page, type PageRequest, pageOf, readCursor, writeCursor } from '../cursor.ts';
import { lacksFeature, overLimit, planRequired, readOnly } from '../entitlements/refusals.ts';
import { readSnapshot, type Snapshot } from '../entitlements/snapshot.ts';
import { formatId, newUuid, parseId, uuidIn } from '../ids.ts';
import { lock } from '../locks.ts';
import { type LicenceSigner, machineHash } from './licence-signer.ts';
import { type LicenceSpan, type LicenceTerms, licenceTerms, type Offline, spanOf } from './licence-terms.ts';

export const APPS = ['desktop', 'cli'] as const;
export type LicenceApp = (typeof APPS)[number];

/** What a computer gets; times are ISO 8601. */
export interface GivenLicence {
  /** `lic_…` */
  id: string;
  /** The signed document: a compact JWS (docs/billing.md). */
  document: string;
  expiresAt: string;
  graceUntil: string;
}

export interface LicenceDeps {
  withTenant: WithTenant;
  signer: LicenceSigner;
  nowMs: number;
}

export interface Activation {
  /** As people call the computer. */
  name: string;
  app: LicenceApp;
  /** What names the computer; only its hash is kept. */
  machine: string;
  /** `user:…` or `key:…`. */
  by: string;
}

/** What is written of a licence in a transaction, and signed after it. */
interface Granted {
  id: string;
  terms: LicenceTerms & { offline: Offline };
  span: LicenceSpan;
}

/** @throws `plan_required` where the plan has nothing of it, `payment_due` where it is unpaid for too long */
const termsThatAllow = async (db: TenantDb): Promise<LicenceTerms & { offline: Offline }> => {
  const terms = await licenceTerms(db);
  const { offline, machines } = terms;
  if (offline !== null && machines !== 0 && !terms.readOnly) return { ...terms, offline };
  const snapshot = await readSnapshot(db);
  if (offline === null) throw lacksFeature(snapshot, 'offline', await listLivePlans(db.sql));
  if (machines === 0) throw await noMoreMachines(db, snapshot, { current: 0, machines });
  throw readOnly(snapshot);
};

const noMoreMachines = async (
  db: TenantDb,
  snapshot: Snapshot,
  { current, machines }: { current: number; machines: number },
): Promise<TramaError> => {
  const said = [
    'Já há tantos computadores quantos o plano permite. Desative um deles.',
    'There are as many computers already as the plan allows. Deactivate one of them.',
  ] as const;
  const full = { feature: 'machines', current, n: 1, limit: machines, said } as const;
  return overLimit(snapshot, full, await listLivePlans(db.sql));
};

/**
 * Computers hold a place as long as their document may count somewhere. Of more than the plan has, those go on that came for a
 * document last: what stands in a cupboard keeps out nobody. `own` (uuid): the one that asks, if it is known; one that holds no
 * place any more needs a free one.
 */
const refuseOver = async (
  db: TenantDb,
  { machines }: LicenceTerms,
  nowMs: number,
  own: string | null,
): Promise<void> => {
  if (machines < 0) return;
  const [row] = await db.sql<{ others: number; before: number }>`
    with active as (
      select id, issued_at from licences
      where tenant_id = ${db.tenant} and revoked_at is null and grace_until > ${new Date(nowMs)}::timestamptz)
    select count(*)::int as others,
      (count(*) filter (where m.id is null or (a.issued_at, a.id) > (m.issued_at, m.id)))::int as before
    from active a left join active m on m.id = ${own}::uuid where a.id is distinct from ${own}::uuid`;
  const current = row?.others ?? 0;
  if ((row?.before ?? 0) < machines) return;
  throw await noMoreMachines(db, await readSnapshot(db), { current, machines });
};

const given = async (
  { signer }: LicenceDeps,
  tenantId: string,
  machine: Buffer,
  granted: Granted,
): Promise<GivenLicence> => {
  const { terms, span, id } = granted;
  const { plan, offline } = terms;
  return {
    id,
    document: await signer.sign({ id, tenantId, plan, offline, machine, ...span }),
    expiresAt: new Date(span.expiresMs).toISOString(),
    graceUntil: new Date(span.graceMs).toISOString(),
  };
};

/**
 * Activates a computer, or gives one that is active a fresh document: asked twice, it is active once. Two at a time of one
 * tenant wait for each other, so that never more are active than the plan allows.
 * @throws `plan_required`, `payment_due`, `limit_exceeded`
 */
export const activateMachine = async (
  deps: LicenceDeps,
  tenantId: string,
  asked: Activation,
): Promise<GivenLicence> => {
  const { nowMs } = deps;
  const machine = machineHash(asked.machine);
  const granted = await deps.withTenant(tenantId, async (db): Promise<Granted> => {
    await lock(db, ['licences']);
    const terms = await termsThatAllow(db);
    const [known] = await db.sql<{ id: string }>`
      select id from licences where tenant_id = ${db.tenant} and machine = ${machine} and revoked_at is null`;
    await refuseOver(db, terms, nowMs, known?.id ?? null);
    const span = spanOf(terms.offline, { ...terms, nowMs });
    const uuid = known?.id ?? newUuid();
    const id = formatId('lic', uuid);
    await db.sql`
      insert into licences (tenant_id, id, name, app, machine, holder, issued_at, expires_at, grace_until)
      values (${db.tenant}, ${uuid}, ${asked.name}, ${asked.app}, ${machine}, ${asked.by}, ${new Date(span.issuedMs)},
        ${new Date(span.expiresMs)}, ${new Date(span.graceMs)})
      on conflict (tenant_id, id) do update set name = excluded.name, app = excluded.app, holder = excluded.holder,
        issued_at = excluded.issued_at, expires_at = excluded.expires_at, grace_until = excluded.grace_until`;
    const data = { name: asked.name, app: asked.app };
    if (!known) await appendAudit(db, { actor: asked.by, action: 'licence.activate', target: id, data });
    return { id, terms, span };
  });
  return given(deps, tenantId, machine, granted);
};

const refusedMachine = () =>
  failure('unauthorized', 'Esta licença não vale neste computador.', 'This licence does not count on this computer.');

/**
 * Rights end with whoever had them: a person who left, a key that was revoked or is over. Whoever stays activates the computer
 * anew. They rest where the plan has no room for the person. @throws `unauthorized`, `plan_required`
 */
const refuseGone = async (db: TenantDb, holder: string, nowMs: number): Promise<void> => {
  const [user, key] = [uuidOf('usr', holder, 'user:'), uuidOf('key', holder, 'key:')];
  const [row] = await db.sql<{ frozen: boolean }>`
    select exists (select from frozen_items z where z.tenant_id = m.tenant_id and z.kind = 'member'
      and z.item_id = m.user_id) as frozen
    from memberships m join users u on u.id = m.user_id and u.disabled_at is null
    where m.tenant_id = ${db.tenant} and m.user_id = ${user}::uuid
    union all
    select false from api_keys k where k.tenant_id = ${db.tenant} and k.id = ${key}::uuid and k.revoked_at is null
      and coalesce(k.expires_at > ${new Date(nowMs)}::timestamptz, true)`;
  if (!row) throw refusedMachine();
  if (row.frozen) throw planRequired(await readSnapshot(db), 'users', null);
};
const uuidOf = (kind: 'usr' | 'key', holder: string, prefix: string): string | null =>
  holder.startsWith(prefix) ? uuidIn(kind, holder.slice(prefix.length)) : null;

/**
 * A fresh document for one that is not good for long, or has expired; what the plan says now counts. The document itself, and
 * the name of its computer, are the credential.
 * @throws `unauthorized`: not ours, of another computer, revoked, or of somebody who left; `plan_required`; `payment_due`; `limit_exceeded`: its
 *   place was taken after it had expired
 */
export const refreshLicence = async (
  deps: LicenceDeps,
  { document, machine: named }: { document: string; machine: string },
): Promise<GivenLicence> => {
  const { nowMs, signer } = deps;
  const machine = machineHash(named);
  const read = await signer.read(document);
  const uuid = read && uuidIn('lic', read.id);
  if (!read || !uuid || read.machine !== machine.toString('base64url')) throw refusedMachine();
  const granted = await deps.withTenant(read.tenantId, async (db): Promise<Granted> => {
    const [tenant] = await db.sql<{ status: string }>`select status from tenants where id = ${db.tenant}`;
    if (tenant?.status !== 'active') throw refusedMachine();
    await lock(db, ['licences']);
    const [row] = await db.sql<{ holder: string }>`
      select holder from licences
      where tenant_id = ${db.tenant} and id = ${uuid} and machine = ${machine} and revoked_at is null for update`;
    if (!row) throw refusedMachine();
    await refuseGone(db, row.holder, nowMs);
    const terms = await termsThatAllow(db);
    await refuseOver(db, terms, nowMs, uuid);
    const span = spanOf(terms.offline, { ...terms, nowMs });
    await db.sql`
      update licences set issued_at = ${new Date(span.issuedMs)}, expires_at = ${new Date(span.expiresMs)},
        grace_until = ${new Date(span.graceMs)}
      where tenant_id = ${db.tenant} and id = ${uuid}`;
    return { id: read.id, terms, span };
  });
  return given(deps, read.tenantId, machine, granted);
};

/** A computer that was activated; times are ISO 8601. */
export interface ListedLicence {
  id: string;
  name: string;
  app: LicenceApp;
  /** Who activated it: `user:…`, `key:…`. */
  by: string;
  status: 'active' | 'expired' | 'revoked';
  activatedAt: string;
  refreshedAt: string;
  expiresAt: string;
  graceUntil: string;
  revokedAt: string | null;
}

interface Row {
  id: string;
  name: string;
  app: LicenceApp;
  holder: string;
  created_at: Date;
  issued_at: Date;
  expires_at: Date;
  grace_until: Date;
  revoked_at: Date | null;
}

const viewOf = (row: Row, nowMs: number): ListedLicence => ({
  ...{ id: formatId('lic', row.id), name: row.name, app: row.app, by: row.holder },
  status: row.revoked_at !== null ? 'revoked' : row.grace_until.getTime() > nowMs ? 'active' : 'expired',
  activatedAt: row.created_at.toISOString(),
  refreshedAt: row.issued_at.toISOString(),
  expiresAt: row.expires_at.toISOString(),
  graceUntil: row.grace_until.toISOString(),
  revokedAt: row.revoked_at?.toISOString() ?? null,
});

/** Newest first, and how many the plan allows. @throws `malformed` */
export const listLicences = async (
  db: TenantDb,
  nowMs: number,
  page: PageRequest = {},
): Promise<Page<ListedLicence> & { machines: number }> => {
  const { machines, offline } = await licenceTerms(db);
  const limit = limitOf(page);
  const after = readCursor(db, 'licences', {}, page.cursor);
  const rows = await db.sql<Row>`
    select id, name, app, holder, created_at, issued_at, expires_at, grace_until, revoked_at from licences
    where tenant_id = ${db.tenant} and (${after}::uuid is null or (created_at, id) < (select last.created_at, last.id
      from licences last where last.tenant_id = ${db.tenant} and last.id = ${after}::uuid))
    order by created_at desc, id desc limit ${limit + 1}`;
  const cursor = ({ id }: Row) => writeCursor(db, 'licences', {}, id);
  return {
    ...pageOf(rows, { limit, item: (row) => viewOf(row, nowMs), cursor }),
    machines: offline === null ? 0 : machines,
  };
};

/**
 * From the next refresh on the document is worth nothing; without a connection it counts until its end. Done twice it is done
 * once. `only`: but for that person's or key's own. @throws `not_found`
 */
export const revokeLicence = async (
  db: TenantDb,
  id: string,
  { by, only }: { by: string; only: string | null },
): Promise<void> => {
  const uuid = parseId('lic', id);
  const [row] = await db.sql<{ name: string; revoked_at: Date | null }>`
    select name, revoked_at from licences
    where tenant_id = ${db.tenant} and id = ${uuid} and holder = coalesce(${only}::text, holder) for update`;
  if (!row) throw failure('not_found', 'Este computador não está na lista.', 'There is no such computer.');
  if (row.revoked_at !== null) return;
  await db.sql`
    update licences set revoked_at = now(), revoked_by = ${by} where tenant_id = ${db.tenant} and id = ${uuid}`;
  await appendAudit(db, { actor: by, action: 'licence.revoke', target: id, data: { name: row.name } });
};
