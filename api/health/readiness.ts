import type { DispatchHealth } from '#domain/dispatch/dispatch.ts';

export interface Readiness {
  status: 'ready' | 'not_ready';
  /** `database`, `temporal`, `worker:<queue>`: up or down, and how long the answer took. */
  checks: Record<string, { status: 'up' | 'down'; ms: number }>;
}

const LONGEST_MS = 2_000;

async function timed<T>(work: Promise<T>, fallback: T): Promise<{ value: T; ms: number }> {
  const began = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((done) => {
    timer = setTimeout(() => done(fallback), LONGEST_MS);
  });
  const value = await Promise.race([work.catch(() => fallback), late]);
  clearTimeout(timer);
  return { value, ms: Math.round(performance.now() - began) };
}

/** Asks each server that we need, at once; one that does not answer within two seconds is down. */
export async function readiness(
  pingDatabase: () => Promise<void>,
  dispatchHealth: () => Promise<DispatchHealth>,
): Promise<Readiness> {
  const [database, dispatch] = await Promise.all([
    timed(
      pingDatabase().then(() => true),
      false,
    ),
    timed<DispatchHealth>(dispatchHealth(), { temporal: false, workers: {} }),
  ]);
  const say = (up: boolean, ms: number) => ({ status: up ? ('up' as const) : ('down' as const), ms });
  const checks: Readiness['checks'] = {
    database: say(database.value, database.ms),
    temporal: say(dispatch.value.temporal, dispatch.ms),
  };
  for (const [queue, up] of Object.entries(dispatch.value.workers)) checks[`worker:${queue}`] = say(up, dispatch.ms);
  const ready = Object.values(checks).every((check) => check.status === 'up');
  return { status: ready ? 'ready' : 'not_ready', checks };
}
