import type { Json } from '#flow/json.ts';
import type { Plan } from '#flow/plan/plan.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { PublishedFlow } from '../flows/find-published.ts';
import { formatId, parseId } from '../ids.ts';
import type { OutboxRef } from '../outbox/outbox-row.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { hashRunKey } from '../runs/workflow-id.ts';
import { getTenant, tenantInfo } from '../tenants/get-tenant.ts';
import { type Account, admitTo, type MessageArrival } from './admit-to.ts';
import { collect, collectFor } from './collections.ts';
import type { OpenQuestion } from './questions.ts';

export interface AdmittedMessage {
  /** A flow that listens for this very word took it, before the run that asks. */
  outranked: boolean;
  /** The run that asks got it as an event `trigger`, which it hands back where it ends without having read it. */
  toAsker: boolean;
  outbox: OutboxRef[];
}

/** Published flows that listen to the account, in one order, whoever asks. */
const listeners = async (db: TenantDb, { id, name, channel }: Account): Promise<PublishedFlow[]> => {
  const rows = await db.sql<{ id: string; slug: string; name: string; version: number; plan: Plan }>`
    select f.id, f.slug, f.name, v.version, v.plan from flow_triggers t
    join flows f on f.tenant_id = t.tenant_id and f.id = t.flow_id and f.archived_at is null
    join flow_versions v on v.tenant_id = t.tenant_id and v.flow_id = t.flow_id and v.version = t.version
    where t.tenant_id = ${db.tenant} and t.type = 'message' and t.config ->> 'channel' = ${channel}
      and coalesce(nullif(t.config ->> 'account', ''), ${id}) in (${id}, ${name})
    order by f.id`;
  return rows.map((row) => ({ ...row, flowId: formatId('flw', row.id) }));
};

const hasKeywords = ({ plan }: PublishedFlow): boolean => {
  const { keywords }: Record<string, Json> = plan.trigger.config;
  return Array.isArray(keywords) && keywords.length > 0;
};

/** True where admission would make the message an event of the very run that asks. */
const leadsToAsker = async (
  db: TenantDb,
  flow: PublishedFlow,
  { trigger }: MessageArrival,
  asker: OpenQuestion,
  readTrigger: ReadTrigger,
): Promise<boolean> => {
  if (parseId('flw', flow.flowId) !== asker.flow_id || asker.run_key === null) return false;
  const reading = readTrigger(flow.plan, trigger, tenantInfo(await getTenant(db)), null);
  if (reading.kind !== 'admit') return false;
  const { whenBusy, key } = reading.settings;
  return whenBusy === 'signal' && key !== null && hashRunKey(db, key) === asker.run_key;
};

/**
 * Gives a message to the flows that listen, each once. While a run asks, only flows that wait for this very word
 * (`keywords`) come before it; the others hear nothing of its answer. `certain`: a button of the question was pressed.
 */
export const admitMessage = async (
  db: TenantDb,
  arrival: MessageArrival,
  asker: (OpenQuestion & { certain: boolean }) | undefined,
  readTrigger: ReadTrigger,
): Promise<AdmittedMessage> => {
  const flows = await listeners(db, arrival.account);
  const outbox: OutboxRef[] = [];
  let heard = false;
  for (const flow of flows) {
    if (asker && (asker.certain || !hasKeywords(flow) || parseId('flw', flow.flowId) === asker.flow_id)) continue;
    const pause = asker ? null : collectFor(flow.plan);
    if (pause !== null) {
      await collect(db, flow, arrival, pause);
      continue;
    }
    const arrived = await admitTo(db, flow, arrival, readTrigger);
    if (!arrived) continue;
    heard = true;
    outbox.push(...arrived.outbox);
  }
  if (!asker || heard) return { outranked: heard, toAsker: false, outbox };
  const own = flows.find(({ flowId }) => parseId('flw', flowId) === asker.flow_id);
  if (!own || !(await leadsToAsker(db, own, arrival, asker, readTrigger)))
    return { outranked: false, toAsker: false, outbox };
  const arrived = await admitTo(db, own, arrival, readTrigger);
  return { outranked: false, toAsker: true, outbox: arrived?.outbox ?? [] };
};
