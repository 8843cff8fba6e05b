import { formatId, newId, parseId } from '#domain/ids.ts';
import type { AdmissionSettings, AdmitRequest } from '#domain/runs/admit-request.ts';
import type { FlowSettings } from '#flow/document.ts';
import type { ApprovalRequest, TraceStep } from '#flow/machine/protocol.ts';
import type { RunResult } from '#flow/machine/run-result.ts';
import type { Plan } from '#flow/plan/plan.ts';
import { createDatabase, type Database, type TenantDb } from '#prisma/with-tenant.ts';
import { freshDatabase } from '#tests/fresh-database.ts';

export const SECRET = 'a master secret for tests, 32+ characters';

export interface DataFixture {
  database: Database;
  urls: { owner: string; app: string; admin: string };
  /** Makes a tenant; gives its id. */
  tenant: () => Promise<string>;
  close: () => Promise<void>;
}

export const dataFixture = async (poolMax = 20): Promise<DataFixture> => {
  const { urls, drop } = await freshDatabase();
  const database = createDatabase({ appUrl: urls.app, adminUrl: urls.admin, secret: SECRET, poolMax });
  const tenant = async () => {
    const id = newId('ten');
    const uuid = parseId('ten', id);
    await database.admin
      .sql`insert into tenants (id, slug, name, plan) values (${uuid}, ${`t${uuid}`}, 'T', 'ENTERPRISE')`;
    return id;
  };
  const close = async () => {
    await database.close();
    await drop();
  };
  return { database, urls, tenant, close };
};

/** A plan of one node, enough for what the data side reads of it. */
export const planOf = (
  settings: FlowSettings = {},
  trigger: Plan['trigger'] = { type: 'manual', config: {} },
): Plan => ({
  plan: 1,
  hash: 'h'.repeat(64),
  name: 'F',
  trigger,
  vars: {},
  reads: [],
  settings: { timezone: 'America/Sao_Paulo', timeoutMs: null, ...settings },
  nodes: [],
  scopes: [],
});

/** A published flow, by SQL alone. Gives its id. */
export const publishedFlow = async (
  db: TenantDb,
  plan: Plan = planOf(),
  slug: string = newId('flw'),
): Promise<string> => {
  const id = newId('flw');
  const uuid = parseId('flw', id);
  await db.sql`insert into flows (tenant_id, id, slug, name, draft, created_by)
    values (${db.tenant}, ${uuid}, ${slug.replace('_', '-')}, 'F', '{}', 'test')`;
  await db.sql`insert into flow_versions (tenant_id, flow_id, version, definition, plan, plan_hash, created_by)
    values (${db.tenant}, ${uuid}, 1, '{}', ${JSON.stringify(plan)}::json, ${plan.hash}, 'test')`;
  await db.sql`update flows set published_version = 1 where id = ${uuid}`;
  const { type, config } = plan.trigger;
  await db.sql`insert into flow_triggers (tenant_id, flow_id, version, type, path, event_name, config)
    values (${db.tenant}, ${uuid}, 1, ${type}, ${type === 'webhook' ? config.path : null},
      ${type === 'event' ? config.name : null}, ${JSON.stringify(config)}::json)`;
  return id;
};

export const requestFor = (
  flowId: string,
  settings: Partial<AdmissionSettings> = {},
  more: Partial<AdmitRequest> = {},
): AdmitRequest => ({
  flow: { id: flowId },
  version: 1,
  planHash: 'h'.repeat(64),
  settings: { whenBusy: 'queue', key: null, concurrency: null, priority: 3, ...settings },
  trigger: { type: 'manual', data: { n: 1 }, receivedAt: '2025-06-01T12:00:00.000Z' },
  test: false,
  answerable: false,
  ...more,
});

export const recordFor = (
  tenantId: string,
  flowId: string,
  runId: string,
  more: Partial<RunResult> = {},
): RunResult => ({
  tenantId,
  flowId,
  runId,
  status: 'succeeded',
  output: { done: true },
  error: null,
  answer: null,
  steps: [],
  page: 0,
  startedAt: '2025-06-01T12:00:00.000Z',
  endedAt: new Date().toISOString(),
  unreadTriggers: [],
  seenTriggers: [],
  discardData: false,
  startsRuns: false,
  mayHearMore: false,
  ...more,
});

export interface RunState {
  id: string;
  status: string;
  error: { code: string } | null;
}

/** Runs of a flow in order of arrival. */
export const runsOf = async (db: TenantDb, flowId: string): Promise<RunState[]> => {
  const rows = await db.sql<RunState>`
    select id, status, error from runs where flow_id = ${parseId('flw', flowId)} order by queue_seq`;
  return rows.map((row) => ({ ...row, id: formatId('run', row.id) }));
};

/** A step that went well. */
export const stepOf = (n: number, node: string, more: Partial<TraceStep> = {}): TraceStep => ({
  n,
  node,
  path: [],
  status: 'succeeded',
  startedAt: '2025-06-01T12:00:00.000Z',
  endedAt: `2025-06-01T12:00:0${n}.000Z`,
  attempts: 1,
  port: 'out',
  input: null,
  output: null,
  error: null,
  ...more,
});

/** What an approval asks: nothing but a title, and of anybody. */
export const askOf = (more: Partial<ApprovalRequest> = {}): ApprovalRequest => ({
  title: 'T',
  details: null,
  fields: {},
  assignees: [],
  via: [],
  message: null,
  remind: [],
  accept: null,
  ...more,
});
