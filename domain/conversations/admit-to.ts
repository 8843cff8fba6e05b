import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { PublishedFlow } from '../flows/find-published.ts';
import { parseId } from '../ids.ts';
import { admitReading } from '../runs/admit-reading.ts';
import type { ReadTrigger } from '../runs/read-trigger.ts';
import { recordFailedRun } from '../runs/record-failed-run.ts';

/** Through whom messages come. */
export interface Account {
  /** `con_…`. */
  id: string;
  name: string;
  channel: 'telegram';
}

/** A message on its way to the flows. `conversation` and `message` are uuids. */
export interface MessageArrival {
  account: Account;
  conversation: string;
  message: string;
  trigger: { type: string; data: JsonObject; receivedAt: string };
}

/** One flow gets the message; null where it does not listen to it. The message remembers the first run that heard it. */
export const admitTo = async (
  db: TenantDb,
  flow: PublishedFlow,
  { trigger, message }: Pick<MessageArrival, 'trigger' | 'message'>,
  readTrigger: ReadTrigger,
) => {
  const arrived = await admitReading(
    db,
    { flow, trigger, idempotencyKey: `message/${message}/${flow.flowId}` },
    readTrigger,
    (request, error) => recordFailedRun(db, request, error, readTrigger),
  );
  if (arrived) await noteHearer(db, message, parseId('run', arrived.runId));
  return arrived;
};

/** The run (uuid) that a message (uuid) went to, so that a chat leads to what became of it. */
export const noteHearer = async (db: TenantDb, message: string, run: string): Promise<void> => {
  await db.sql`
    update messages set run_id = ${run} where tenant_id = ${db.tenant} and id = ${message} and run_id is null`;
};
