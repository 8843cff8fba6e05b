import type { Client } from '@temporalio/client';
import { MACHINE, queueOf } from '#flow/machine/number.ts';
import type { AdminDb } from '#prisma/admin-db.ts';

/** Of a task queue: what waits for a worker, and how fast it comes and goes. What an autoscaler goes by. */
export interface QueueBacklog {
  type: 'workflow' | 'activity';
  /** Tasks that no worker has taken; approximate. */
  waiting: number;
  /** How long the oldest of them has waited. */
  ageSeconds: number;
  /** Per second. */
  added: number;
  taken: number;
}

export interface Backlog {
  queues: QueueBacklog[];
  /** Rows that Temporal should have heard of by now. */
  outbox: number;
}

const QUEUE = queueOf(MACHINE);
const TYPES = [
  { type: 'workflow', number: 1 },
  { type: 'activity', number: 2 },
] as const;
const LONGEST_MS = 1_000;

/** How far the workers are behind. Throws where PostgreSQL or Temporal does not answer within a second. */
export async function backlogOf(client: Client, namespace: string, admin: AdminDb): Promise<Backlog> {
  const queues = TYPES.map(async ({ type, number }): Promise<QueueBacklog> => {
    const ask = { namespace, taskQueue: { name: QUEUE }, taskQueueType: number, reportStats: true };
    const { stats } = await client.withDeadline(Date.now() + LONGEST_MS, () =>
      client.workflowService.describeTaskQueue(ask),
    );
    return {
      type,
      waiting: Number(stats?.approximateBacklogCount ?? 0),
      ageSeconds: Number(stats?.approximateBacklogAge?.seconds ?? 0),
      added: stats?.tasksAddRate ?? 0,
      taken: stats?.tasksDispatchRate ?? 0,
    };
  });
  const [row] = await admin.sql<{ waiting: number }>`
    select count(*)::int as waiting from outbox where done_at is null and not held and available_at < now()`;
  return { queues: await Promise.all(queues), outbox: row?.waiting ?? 0 };
}
