import { createHmac, randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { failure } from '#flow/errors.ts';
import type { JsonObject } from '#flow/json.ts';
import { json, type SqlFragment, sql } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { tellAccess } from '../access/notices.ts';
import { appendAudit } from '../audit/audit.ts';
import { seal, unseal } from '../connections/seal.ts';
import { formatId } from '../ids.ts';

/** What is asked of an OpenID provider; all of it is fixed when the provider is set, from its discovery document. */
export interface OidcConfig {
  kind: 'oidc';
  issuer: string;
  clientId: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  jwksUri: string;
  userinfoEndpoint: string | null;
  /** Where the client secret goes: into a header, or the body. */
  clientAuth: 'basic' | 'body';
}

export interface SamlConfig {
  kind: 'saml';
  /** The provider's own name. */
  entityId: string;
  /** Where people are sent to. */
  entryPoint: string;
  /** PEM; any of them may have signed. */
  certificates: string[];
}

export type SsoConfig = OidcConfig | SamlConfig;

/** How the last try of the set-up went. */
export interface SsoTest {
  /** ISO 8601 UTC. */
  at: string;
  ok: boolean;
  email: string | null;
  /** Why it did not go well, of `SsoRefusal`. */
  problem: string | null;
}

export interface SsoProvider {
  id: string;
  config: SsoConfig;
  revision: number;
  /** A client secret is kept. */
  secret: boolean;
  test: SsoTest | null;
  /** ISO 8601 UTC, of the config as it is now. */
  testedAt: string | null;
  enabledAt: string | null;
  required: boolean;
}

interface Row {
  id: string;
  config: JsonObject;
  sealed: Buffer | null;
  key_id: string | null;
  revision: number;
  test: JsonObject | null;
  tested_at: Date | null;
  enabled_at: Date | null;
  required: boolean;
}

export const SSO_PURPOSE = 'sso';

/** One that is forgotten and set again does not begin with a number that somebody may still hold. */
const REVISIONS = 1_000_000_000;

/** The secret is for one issuer and the address that it is shown at: behind others it does not open. */
const ownerOf = (db: TenantDb, id: string, config: SsoConfig) => ({
  tenant: db.tenant,
  id,
  connector: SSO_PURPOSE,
  hosts: config.kind === 'oidc' ? [config.issuer, config.tokenEndpoint] : [config.entityId],
});

const rowOf = async (db: TenantDb, lock: SqlFragment): Promise<Row | null> => {
  const [row] = await db.sql<Row>`
    select id, config, sealed, key_id, revision, test, tested_at, enabled_at, required
    from sso_providers where tenant_id = ${db.tenant} ${lock}`;
  return row ?? null;
};

const FOR_UPDATE = sql`for update`;
const READING = sql``;

const configOf = (row: Pick<Row, 'config'>): SsoConfig => row.config as unknown as SsoConfig;

const viewOf = (row: Row): SsoProvider => ({
  id: formatId('sso', row.id),
  config: configOf(row),
  revision: row.revision,
  secret: row.sealed !== null,
  test: row.test as unknown as SsoTest | null,
  testedAt: row.tested_at?.toISOString() ?? null,
  enabledAt: row.enabled_at?.toISOString() ?? null,
  required: row.required,
});

/** Always the same of one tenant: the provider is told where we are before anything is known of it. */
const uuidFor = (db: TenantDb): string =>
  createHmac('sha256', db.key('sso-address').bytes)
    .update('address')
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** `sso_…` that stands in addresses of ours, whether there is a provider or not. */
export const ssoIdOf = (db: TenantDb): string => formatId('sso', uuidFor(db));

export const getSsoProvider = async (db: TenantDb): Promise<SsoProvider | null> => {
  const row = await rowOf(db, READING);
  return row && viewOf(row);
};

/** The client secret. @throws `internal` where it does not open */
export const openClientSecret = async (db: TenantDb): Promise<string | null> => {
  const row = await rowOf(db, READING);
  if (!row?.sealed || row.key_id === null) return null;
  const owner = ownerOf(db, row.id, configOf(row));
  return String(unseal(db.sealer(SSO_PURPOSE), { bytes: row.sealed, keyId: row.key_id }, owner).secret);
};

/** Closes the secret with the newest key of the tenant. @throws `internal` where it does not open */
export const resealSecret = async (db: TenantDb): Promise<void> => {
  const row = await rowOf(db, FOR_UPDATE);
  if (!row?.sealed || row.key_id === null) return;
  const key = db.sealer(SSO_PURPOSE);
  const owner = ownerOf(db, row.id, configOf(row));
  const secret = unseal(key, { bytes: row.sealed, keyId: row.key_id }, owner);
  await db.sql`
    update sso_providers set sealed = ${seal(key, secret, owner)}, key_id = ${key.id} where tenant_id = ${db.tenant}`;
};

const needsSecret = () => {
  const [pt, en] = ['Informe o segredo do cliente.', 'Give the client secret.'];
  const errors = [{ pointer: '/clientSecret', code: 'required', message: { pt, en } }];
  return failure('invalid', pt, en, { errors });
};

/** The secret as it is kept: a new one, or the one of before where it still goes to the same place. @throws `invalid` */
function sealedFor(db: TenantDb, id: string, config: SsoConfig, secret: string | null, before: Row | null) {
  if (config.kind === 'saml') return { sealed: null, keyId: null };
  const owner = ownerOf(db, id, config);
  if (secret !== null) {
    const key = db.sealer(SSO_PURPOSE);
    return { sealed: seal(key, { secret }, owner), keyId: key.id };
  }
  const kept = before?.sealed && isDeepStrictEqual(owner, ownerOf(db, id, configOf(before)));
  if (!kept) throw needsSecret();
  return { sealed: before.sealed, keyId: before.key_id };
}

const nameOf = (config: SsoConfig): string => (config.kind === 'oidc' ? config.issuer : config.entityId);

/**
 * Sets the tenant's provider. Whatever changes whose word is believed switches it off until it was tried out again; a new
 * client secret alone does not. @throws `invalid` where a client secret is missing
 */
export const setSsoProvider = async (
  db: TenantDb,
  { config, secret, by }: { config: SsoConfig; secret: string | null; by: string },
): Promise<SsoProvider> => {
  const before = await rowOf(db, FOR_UPDATE);
  const id = before?.id ?? uuidFor(db);
  const same = before !== null && isDeepStrictEqual(configOf(before), config);
  const { sealed, keyId } = sealedFor(db, id, config, secret, before);
  await db.sql`
    insert into sso_providers (tenant_id, id, kind, config, sealed, key_id, revision)
    values (${db.tenant}, ${id}, ${config.kind}, ${json(config)}::json, ${sealed}, ${keyId}, ${randomInt(1, REVISIONS)})
    on conflict (tenant_id) do update set kind = excluded.kind, config = excluded.config, sealed = excluded.sealed,
      key_id = excluded.key_id, updated_at = now()`;
  if (before && !same)
    await db.sql`
      update sso_providers set revision = revision + 1, test = null, required = false, enabled_at = null,
        tested_at = null
      where tenant_id = ${db.tenant}`;
  const data = { kind: config.kind, name: nameOf(config), secret: secret !== null, off: !same && !!before?.enabled_at };
  await appendAudit(db, { actor: by, action: 'sso.set', target: formatId('sso', id), data });
  if (data.off) await tellAccess(db.sql, { tenantId: db.tenantId });
  return required(await getSsoProvider(db));
};

const none = () => failure('not_found', 'Não há login único nesta conta.', 'There is no single sign-on here.');
const required = (provider: SsoProvider | null): SsoProvider => {
  if (!provider) throw none();
  return provider;
};

/** What came of a try, of the config that it was begun with; of another it says nothing. */
export const noteSsoTest = async (db: TenantDb, revision: number, test: SsoTest): Promise<void> => {
  await db.sql`
    update sso_providers set test = ${json(test)}::json,
      tested_at = case when ${test.ok} then ${test.at}::timestamptz else tested_at end
    where tenant_id = ${db.tenant} and revision = ${revision}`;
};

const anOwnerHasTwoSteps = async (db: TenantDb): Promise<boolean> => {
  const [row] = await db.sql`
    select 1 from memberships m join users u on u.id = m.user_id
    where m.tenant_id = ${db.tenant} and m.role = 'owner' and u.disabled_at is null and u.two_factor_enabled limit 1`;
  return row !== undefined;
};

const refusedSwitch = (pointer: string, code: string, pt: string, en: string) =>
  failure('invalid', pt, en, { errors: [{ pointer, code, message: { pt, en } }] });

const changedMeanwhile = () =>
  failure(
    'conflict',
    'O provedor mudou depois que você olhou. Confira antes de ligar.',
    'The provider has changed since you looked. Check it before you switch it on.',
  );

/**
 * Switches it on or off, and says whether people may come in by another way. Switched off it ends the sessions that it
 * opened. `revision`: the set-up that the yes is to. @throws `not_found`; `conflict` where it has changed meanwhile; `invalid`
 * where it was never tried out, or nobody could come in if the provider were away
 */
export const switchSso = async (
  db: TenantDb,
  { enabled, required: only, revision, by }: { enabled: boolean; required: boolean; revision?: number; by: string },
): Promise<SsoProvider> => {
  const row = await rowOf(db, FOR_UPDATE);
  if (!row) throw none();
  if (enabled && revision !== row.revision) throw changedMeanwhile();
  if (enabled && !row.tested_at)
    throw refusedSwitch('/enabled', 'not_tested', 'Teste antes de ligar.', 'Try it out before it is switched on.');
  if (only && !enabled)
    throw refusedSwitch('/required', 'not_enabled', 'Ligue o login único antes.', 'Switch single sign-on on before.');
  if (only && !(await anOwnerHasTwoSteps(db)))
    throw refusedSwitch(
      '/required',
      'locks_out',
      'Se o provedor cair, ninguém entra: antes, uma pessoa proprietária precisa ligar as duas etapas.',
      'If the provider is down, nobody gets in: before, an owner has to turn on two steps.',
    );
  await db.sql`
    update sso_providers set required = ${only}, updated_at = now(),
      enabled_at = case when ${enabled} then coalesce(enabled_at, now()) end
    where tenant_id = ${db.tenant}`;
  const data = { enabled, required: only, name: nameOf(configOf(row)) };
  await appendAudit(db, { actor: by, action: 'sso.switch', target: formatId('sso', row.id), data });
  await tellAccess(db.sql, { tenantId: db.tenantId });
  return required(await getSsoProvider(db));
};

/** The provider, and whom it knew, are forgotten. @throws `not_found` */
export const removeSso = async (db: TenantDb, by: string): Promise<void> => {
  const rows = await db.sql<{ id: string; config: JsonObject }>`
    delete from sso_providers where tenant_id = ${db.tenant} returning id, config`;
  const [row] = rows;
  if (!row) throw none();
  await db.sql`delete from sso_accounts where tenant_id = ${db.tenant}`;
  const data = { name: nameOf(configOf(row)) };
  await appendAudit(db, { actor: by, action: 'sso.remove', target: formatId('sso', row.id), data });
  await tellAccess(db.sql, { tenantId: db.tenantId });
};
