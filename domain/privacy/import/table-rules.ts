import { compile } from '#flow/compile.ts';
import type { ContactChannel } from '#flow/contracts/consents.ts';
import type { Json } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import { DATA_CATALOGUE } from '#prisma/data-catalogue/catalogue.ts';
import { plainJson } from '#prisma/plain-json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import { seal } from '../../connections/seal.ts';
import { bytesOf, type Cells } from '../../data-tables/fit-row.ts';
import { formatId } from '../../ids.ts';
import { EndpointRowRules } from '../../outbound/endpoint-rules.ts';
import { sealSecrets } from '../../outbound/endpoint-secrets.ts';
import { newSigningKey } from '../../outbound/sign.ts';
import { workflowIdOf } from '../../runs/workflow-id.ts';
import { fingerprint } from '../consents.ts';
import { ArchiveRefused } from './archive-refused.ts';
import type { LeftOut } from './report.ts';
import type { Row } from './row-shapes.ts';

/** What a row is written with. */
export interface Taking {
  db: TenantDb;
  catalogue: Catalogue;
  /** Of the import, ISO 8601 UTC: when what was open was ended. */
  at: string;
  /** Something of the row does not come along. */
  left(what: LeftOut): void;
}

/**
 * A row as it is written here, null: not at all. A rule that asks whether something is open takes a column that is not there for what
 * the database would give it.
 */
type Change = (row: Row, taking: Taking) => Row | null;

const hex = (bytes: Uint8Array): string => `\\x${Buffer.from(bytes).toString('hex')}`;
const as = (what: LeftOut): Change => {
  return (_, { left }) => {
    left(what);
    return null;
  };
};
const asItIs: Change = (row) => row;
/** SQL looks into what authors wrote: as where it is made, it holds no NUL and no half character. */
const plain =
  (change: Change): Change =>
  (row, taking) =>
    change(JSON.parse(plainJson(row)) as Row, taking);

/** Nothing starts by itself: two installations must never both do what one is asked to do. */
const flow: Change = (row, { left }) => {
  if ((row.published_version ?? null) !== null && (row.archived_at ?? null) === null) left('flows_off');
  return { ...row, published_version: null, unpublished_changes: true, draft_by: null };
};

/** What is left of a plan that is not believed: which paths of its values are hidden. Nothing runs it (`withoutPlan`). */
const withheld = (plan: Json | undefined): Json => {
  const redact = (plan as { settings?: { redact?: unknown } } | null)?.settings?.redact;
  const paths = Array.isArray(redact) ? redact.filter((path): path is string => typeof path === 'string') : [];
  return { settings: paths.length > 0 ? { redact: paths } : {} };
};

/** A plan is run as it is, so none is believed: each is made here, and kept where it is the one that ran there. */
const version: Change = (row, { catalogue, left }) => {
  const { plan } = compile(row.definition, catalogue);
  if (plan?.hash === row.plan_hash) return { ...row, plan: JSON.parse(JSON.stringify(plan)) as Json };
  left('versions_without_plan');
  return { ...row, plan: withheld(row.plan) };
};

export const SECRET_NEEDED = 'secret_needed: Informe o segredo de novo · Enter the secret again';

const connection: Change = (row, { db, left }) => {
  left('connections_secret');
  const key = db.sealer('connection');
  const owner = {
    tenant: db.tenant,
    id: formatId('con', String(row.id)),
    connector: String(row.connector),
    hosts: row.hosts as string[],
  };
  const sealed = seal(key, {}, owner);
  return { ...row, secret: hex(sealed), key_id: key.id, tested_at: null, test_error: SECRET_NEEDED };
};

const endpoint: Change = (row, { db, at, left }) => {
  left('endpoints_off');
  const read = EndpointRowRules.safeParse(row);
  if (!read.success) {
    const { path = [], message } = read.error.issues[0] ?? {};
    throw new ArchiveRefused('archive_invalid', `webhook_endpoints ${path.slice(0, 2).join('.')}: ${message}`);
  }
  const { secret, publicKey } = newSigningKey(read.data.signature);
  const sealed = sealSecrets(db, String(row.id), String(row.url), { current: secret, previous: null, headers: {} });
  return {
    ...row,
    ...{ secrets: hex(sealed.bytes), key_id: sealed.keyId, secret_headers: [], public_key: publicKey },
    ...{ previous_public_key: null, previous_until: null, failing_since: null, warned_at: null, free_at: at },
    ...{ enabled: false, disabled_reason: 'by_hand', disabled_at: at },
  };
};

const NOT_CONTINUED = {
  code: 'not_continued',
  message: 'Importada como histórico: não continua nesta instalação · Imported as history: it does not go on here',
};

/** History. What was open there has its end there. */
const run: Change = (row, { db, at, left }) => {
  const isOpen = (row.ended_at ?? null) === null;
  if (isOpen) left('open_runs');
  const runKey = (row.run_key ?? null) === null ? null : String(row.run_key);
  const named = { id: formatId('run', String(row.id)), flowId: formatId('flw', String(row.flow_id)) };
  return {
    ...row,
    workflow_id: workflowIdOf(db.tenantId, { ...named, runKey, test: row.test === true }),
    ...{ parent_workflow_id: null, waiting_for: null, sweep_at: at },
    plan: (row.plan ?? null) === null ? null : withheld(row.plan),
    ...(isOpen && { status: 'cancelled', ended_at: at, error: NOT_CONTINUED }),
  };
};

const approval: Change = (row, { at, left }) => {
  if ((row.status ?? 'open') !== 'open') return row;
  left('open_approvals');
  return { ...row, status: 'cancelled', closed_at: at };
};

/** Of a contact that was erased there is only a fingerprint, under a key that stays there. */
const consent: Change = (row, { db, left }) => {
  if ((row.contact ?? null) === null) {
    left('erased_contacts');
    return null;
  }
  const contact = { channel: row.channel as ContactChannel, address: String(row.contact) };
  return { ...row, contact_hash: hex(fingerprint(db, contact)) };
};

const message: Change = (row, { left }) => {
  if ((row.status ?? 'sending') !== 'sending') return row;
  left('unsent_messages');
  return { ...row, status: 'failed', error: NOT_CONTINUED.code, not_before: null };
};

/** What is held was held for calls that were under way there. */
const spent: Change = (row) => ({ ...row, held_tokens: 0, held_nano_usd: 0 });

/** Scopes by name: none that stands for all. */
const role: Change = (row) => ({
  ...row,
  scopes: (row.scopes as string[]).filter((scope) => /^[a-z_-]+:[a-z_-]+$/.test(scope)),
});

const dataRow: Change = (row) => ({ ...row, bytes: bytesOf(row.cells as Cells) });

/** What becomes of each table of an archive; a test holds the list against the catalogue. */
export const TABLE_RULES: Readonly<Record<string, Change>> = {
  tenants: () => null, // Its settings come from the manifest.
  memberships: as('people'),
  access_policies: as('access_rules'),
  impersonations: as('impersonations'),
  audit_entries: as('audit'),
  flow_triggers: as('triggers'),
  // Of whoever issued them; who is charged here says whom invoices are made out to.
  invoices: as('invoices'),
  invoice_lines: () => null,
  billing_profiles: () => null,
  // Counted anew at the end.
  data_usage: () => null,
  flows: plain(flow),
  flow_versions: plain(version),
  connections: plain(connection),
  webhook_endpoints: plain(endpoint),
  runs: run,
  approvals: approval,
  consent_entries: consent,
  messages: message,
  ai_months: spent,
  ai_calls: spent,
  roles: role,
  data_rows: dataRow,
  data_tables: plain(asItIs),
  data_keys: asItIs,
  state_entries: asItIs,
  trace_pages: asItIs,
  events: asItIs,
  conversations: asItIs,
  person_requests: asItIs,
};

/** @throws where the catalogue has a table of archives that nobody decided about */
export const ruleOf = (table: string): Change => {
  const rule = TABLE_RULES[table];
  if (!rule || DATA_CATALOGUE[table]?.archive !== 'out') throw new Error(`No rule for ${table}`);
  return rule;
};
