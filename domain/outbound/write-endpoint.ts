import { failure } from '#flow/errors.ts';
import { json } from '#prisma/sql.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { appendAudit } from '../audit/audit.ts';
import { upgradeUrl } from '../entitlements/refusals.ts';
import { formatId, newId, parseId, uuidIn } from '../ids.ts';
import { lock } from '../locks.ts';
import { getTenant } from '../tenants/get-tenant.ts';
import { endDeliveries } from './disable-endpoint.ts';
import { type EndpointSecrets, openSecrets, sealSecrets } from './endpoint-secrets.ts';
import { ENDPOINT_COLUMNS, type EndpointRow, type EndpointView, titleOf, viewEndpoint } from './endpoint-view.ts';
import { endpointsOf, OVERLAP_MS, planFor } from './limits.ts';
import { noSuchEndpoint } from './read-endpoint.ts';
import { newSigningKey, type SignatureKind } from './sign.ts';

/** What people say of an endpoint. */
export interface EndpointFields {
  url: string;
  description: string;
  eventTypes: string[];
  flowIds: string[];
  inOrder: boolean;
  ratePerMinute: number | null;
  headers: Record<string, string>;
  /** Their values are sealed. */
  secretHeaders: Record<string, string>;
}

/** An endpoint with what is shown once: the secret that receivers check HMAC signatures with; null of ed25519. */
export interface MadeEndpoint {
  endpoint: EndpointView;
  secret: string | null;
}

type HeldRow = EndpointRow & { secrets: Buffer; key_id: string };

/** Flows of the tenant; what is none of them was never there. @throws `invalid` */
const flowsOf = async (db: TenantDb, ids: readonly string[]): Promise<string[]> => {
  const uuids = ids.map((id) => uuidIn('flw', id));
  const rows = await db.sql<{ id: string }>`
    select id from flows where tenant_id = ${db.tenant} and id = any (${uuids}::uuid[])`;
  const known = new Set(rows.map(({ id }) => id));
  const unknown = ids.findIndex((_, i) => !known.has(uuids[i] ?? ''));
  if (unknown >= 0) {
    const errors = [{ pointer: `/flowIds/${unknown}`, code: 'not_found', message: `${ids[unknown]}` }];
    throw failure('invalid', 'Um dos fluxos não existe', 'One of the flows does not exist', { details: { errors } });
  }
  return [...known];
};

/** `enabled`: only those count, for what an import brought came past the plan, and disabled. @throws `plan_required` */
export const refuseMoreEndpoints = async (db: TenantDb, which: 'all' | 'enabled'): Promise<void> => {
  await lock(db, ['webhook-endpoints']);
  const [row] = await db.sql<{ n: number }>`
    select count(*)::int as n from webhook_endpoints
    where tenant_id = ${db.tenant} and (enabled or ${which === 'all'}::bool)`;
  const { plan } = await getTenant(db);
  const [current, limit] = [row?.n ?? 0, endpointsOf(plan)];
  if (current < limit) return;
  const requiredPlan = planFor(current + 1);
  throw failure(
    'plan_required',
    `O plano atual vai até ${limit} endereços de webhooks`,
    `The current plan goes up to ${limit} webhook endpoints`,
    {
      details: {
        ...{ feature: 'webhook_endpoints', limit, current, currentPlan: plan, requiredPlan },
        upgradeUrl: upgradeUrl(requiredPlan),
      },
    },
  );
};

/** @throws `invalid`, `plan_required` */
export const createEndpoint = async (
  db: TenantDb,
  given: EndpointFields & { signature: SignatureKind; by: string; id?: string },
): Promise<MadeEndpoint> => {
  await refuseMoreEndpoints(db, 'all');
  const flows = await flowsOf(db, given.flowIds);
  const id = parseId('whe', given.id ?? newId('whe'));
  const { secret, publicKey } = newSigningKey(given.signature);
  const sealed = sealSecrets(db, id, given.url, { current: secret, previous: null, headers: given.secretHeaders });
  const [row] = await db.sql<EndpointRow>`
    insert into webhook_endpoints (tenant_id, id, url, description, event_types, flow_ids, in_order, rate_per_minute,
      signature, public_key, secrets, key_id, headers, secret_headers, created_by)
    values (${db.tenant}, ${id}, ${given.url}, ${given.description}, ${given.eventTypes}::text[], ${flows}::uuid[],
      ${given.inOrder}, ${given.ratePerMinute}, ${given.signature}, ${publicKey}, ${sealed.bytes}, ${sealed.keyId},
      ${json(given.headers)}::json, ${Object.keys(given.secretHeaders)}::text[], ${given.by})
    returning ${ENDPOINT_COLUMNS}`;
  if (!row) throw new Error('An insert gave no row');
  const endpoint = viewEndpoint(row);
  const data = { host: new URL(given.url).host, eventTypes: given.eventTypes };
  await appendAudit(db, { actor: given.by, action: 'webhook.create', target: endpoint.id, name: titleOf(row), data });
  return { endpoint, secret: publicKey === null ? secret : null };
};

/** Locks it. @throws `not_found`, `stale` where `revision` is another */
export const holdEndpoint = async (db: TenantDb, id: string, revision: number | null): Promise<HeldRow> => {
  const [row] = await db.sql<HeldRow>`
    select ${ENDPOINT_COLUMNS}, secrets, key_id from webhook_endpoints
    where tenant_id = ${db.tenant} and id = ${parseId('whe', id)} for update`;
  if (!row) throw noSuchEndpoint();
  if (revision !== null && revision !== row.revision)
    throw failure('stale', 'Alguém mudou este endereço antes de você', 'Somebody changed the endpoint before you');
  return row;
};

/** Replaces what is named; `secretHeaders` with a null keeps the value that is there. @throws `not_found`, `stale`, `invalid` */
export const updateEndpoint = async (
  db: TenantDb,
  id: string,
  changes: Partial<Omit<EndpointFields, 'secretHeaders'>> & {
    secretHeaders?: Record<string, string | null> | undefined;
  },
  { revision, by }: { revision: number | null; by: string },
): Promise<EndpointView> => {
  const held = await holdEndpoint(db, id, revision);
  const before = viewEndpoint(held);
  const next = { ...before, ...changes };
  const flows = changes.flowIds ? await flowsOf(db, changes.flowIds) : held.flow_ids;
  const secrets = openSecrets(db, held);
  const headers = headersAfter(secrets, changes.secretHeaders, new URL(next.url).host === new URL(held.url).host);
  const sealed = sealSecrets(db, held.id, next.url, { ...secrets, headers });
  const [row] = await db.sql<EndpointRow>`
    update webhook_endpoints set url = ${next.url}, description = ${next.description},
      event_types = ${next.eventTypes}::text[], flow_ids = ${flows}::uuid[], in_order = ${next.inOrder},
      rate_per_minute = ${next.ratePerMinute}, headers = ${json(next.headers)}::json,
      secret_headers = ${Object.keys(headers)}::text[], secrets = ${sealed.bytes}, key_id = ${sealed.keyId},
      revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${held.id} returning ${ENDPOINT_COLUMNS}`;
  if (!row) throw noSuchEndpoint();
  if (next.inOrder !== before.inOrder)
    await db.sql`
      update webhook_deliveries set in_order = ${next.inOrder}, state = case state when 'parked' then 'due' else state end
      where tenant_id = ${db.tenant} and endpoint_id = ${held.id} and state in ('due', 'retrying', 'parked')`;
  const data = { fields: Object.keys(changes), host: new URL(next.url).host };
  await appendAudit(db, { actor: by, action: 'webhook.update', target: before.id, name: titleOf(row), data });
  return viewEndpoint(row);
};

/** A secret header of one host is never sent to another: there its value is asked for again. */
const headersAfter = (
  { headers: kept }: EndpointSecrets,
  given: Record<string, string | null> | undefined,
  sameHost: boolean,
): Record<string, string> => {
  const asked = given ?? Object.fromEntries(Object.keys(kept).map((name) => [name, null]));
  return Object.fromEntries(
    Object.entries(asked).map(([name, value]) => {
      const known = sameHost ? kept[name] : undefined;
      const next = value ?? known;
      if (next !== undefined) return [name, next];
      const errors = [{ pointer: `/secretHeaders/${name}`, code: 'required', message: name }];
      throw failure('invalid', `Escreva o valor de ${name} de novo`, `Write the value of ${name} again`, {
        details: { errors },
      });
    }),
  );
};

/** With what is left of its deliveries: `forgetEndpoint` takes those before. @throws `not_found`, `stale` */
export const deleteEndpoint = async (
  db: TenantDb,
  id: string,
  { revision, by }: { revision: number | null; by: string },
): Promise<void> => {
  const held = await holdEndpoint(db, id, revision);
  await db.sql`delete from webhook_endpoints where tenant_id = ${db.tenant} and id = ${held.id}`;
  const data = { host: new URL(held.url).host };
  await appendAudit(db, { actor: by, action: 'webhook.delete', target: id, name: titleOf(held), data });
};

/** A new secret. The one before it goes on to sign beside it for a day, or until `endPreviousSecret`. @throws `not_found` */
export const rotateSecret = async (db: TenantDb, id: string, by: string): Promise<MadeEndpoint> => {
  const held = await holdEndpoint(db, id, null);
  const { current, headers } = openSecrets(db, held);
  const { secret, publicKey } = newSigningKey(held.signature);
  const sealed = sealSecrets(db, held.id, held.url, { current: secret, previous: current, headers });
  const until = new Date(Date.now() + OVERLAP_MS).toISOString();
  const [row] = await db.sql<EndpointRow>`
    update webhook_endpoints set secrets = ${sealed.bytes}, key_id = ${sealed.keyId}, previous_until = ${until}::timestamptz,
      previous_public_key = public_key, public_key = ${publicKey}, revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${held.id} returning ${ENDPOINT_COLUMNS}`;
  if (!row) throw noSuchEndpoint();
  await appendAudit(db, { actor: by, action: 'webhook.rotate', target: id, name: titleOf(held), data: { until } });
  return { endpoint: viewEndpoint(row), secret: publicKey === null ? secret : null };
};

/** The secret before this one signs no more, from now on. @throws `not_found` */
export const endPreviousSecret = async (db: TenantDb, id: string, by: string): Promise<EndpointView> => {
  const held = await holdEndpoint(db, id, null);
  const sealed = sealSecrets(db, held.id, held.url, { ...openSecrets(db, held), previous: null });
  const [row] = await db.sql<EndpointRow>`
    update webhook_endpoints set secrets = ${sealed.bytes}, key_id = ${sealed.keyId}, previous_until = null,
      previous_public_key = null, revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${held.id} returning ${ENDPOINT_COLUMNS}`;
  if (!row) throw noSuchEndpoint();
  await appendAudit(db, {
    actor: by,
    action: 'webhook.end_previous_secret',
    target: id,
    name: titleOf(held),
    data: {},
  });
  return viewEndpoint(row);
};

/** By hand. What was on its way is noted as failed, and can be sent again. @throws `not_found` */
export const disableByHand = async (db: TenantDb, id: string, by: string): Promise<EndpointView> => {
  const held = await holdEndpoint(db, id, null);
  const [row] = await db.sql<EndpointRow>`
    update webhook_endpoints set enabled = false, disabled_reason = coalesce(disabled_reason, 'by_hand'),
      disabled_at = coalesce(disabled_at, now()), revision = revision + 1, updated_at = now()
    where tenant_id = ${db.tenant} and id = ${held.id} returning ${ENDPOINT_COLUMNS}`;
  if (!row) throw noSuchEndpoint();
  await endDeliveries(db, held.id, 'endpoint_disabled');
  await appendAudit(db, {
    actor: by,
    action: 'webhook.disable',
    target: formatId('whe', held.id),
    name: titleOf(held),
    data: {},
  });
  return viewEndpoint(row);
};
