import type { JsonObject } from '#flow/json.ts';
import type { TenantDb } from '#prisma/with-tenant.ts';
import type { PublishedFlow } from '../flows/find-published.ts';
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

/** One flow gets the message; null where it does not listen to it. */
export const admitTo = async (
  db: TenantDb,
  flow: PublishedFlow,
  { trigger, message }: Pick<MessageArrival, 'trigger' | 'message'>,
  readTrigger: ReadTrigger,
) =>
  admitReading(
    db,
    { flow, trigger, idempotencyKey: `message/${message}/${flow.flowId}` },
    readTrigger,
    (request, error) => recordFailedRun(db, request, error, readTrigger),
  );
