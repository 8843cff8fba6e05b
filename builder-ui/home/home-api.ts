import type { RunError } from '#flow/machine/protocol.ts';
import { query, send } from '../api-client.ts';
import type { RunStatus } from '../api-types.ts';

/** `GET /v1/home` */
export interface Home {
  totals: { runs: number; succeeded: number; failed: number; minutesSaved: number | null };
  flows: {
    id: string;
    name: string;
    runs: number;
    succeeded: number;
    failed: number;
    minutesSaved: number | null;
    days: number[];
  }[];
  waiting: { count: number; oldest: { runId: string; flowName: string; since: string } | null };
  approvals: { open: number; oldest: { id: string; title: string; since: string } | null };
  failures: { runId: string; flowId: string; flowName: string; error: RunError | null; at: string }[];
  flowCount: number;
  publishedCount: number;
}

export interface HourBucket {
  /** ISO 8601 UTC. */
  from: string;
  byStatus: Partial<Record<RunStatus, number>>;
}

/** Figures, and the runs of each hour, of production since then. */
export const loadHome = async (from: string): Promise<{ home: Home; hours: HourBucket[] }> => {
  const [home, summary] = await Promise.all([
    send<Home>(`/home${query({ from })}`),
    send<{ buckets: HourBucket[] }>(`/runs/summary${query({ from, by: 'hour', test: 'false' })}`),
  ]);
  return { home: home.body, hours: summary.body.buckets };
};
