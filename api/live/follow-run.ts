import type { EventStream } from '#api/frame/answer.ts';
import type { TraceStatus } from '#flow/machine/protocol.ts';

interface Followed {
  /** The run as `GET /v1/runs/{id}` gives it. */
  run: { status: string };
  /** In order of `n`, those past `since`, each in its latest state. */
  steps: { n: number; status: TraceStatus; attempts: number; endedAt: string | null; reason?: string }[];
}

export interface RunSource {
  load(since: number): Promise<Followed>;
  /** Resolves when something may have changed, at the latest after some seconds, or when the signal fires. */
  changed(signal: AbortSignal): Promise<void>;
}

const OVER: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled', 'skipped', 'pinned']);

/** `Last-Event-ID` of a run's stream: every step up to that number was sent in its last state. */
export const resumePoint = (lastEventId: string | undefined): number => {
  const n = Number(lastEventId);
  return Number.isSafeInteger(n) && n > 0 ? n : 0;
};

/**
 * Sends a run and its steps as they change, until it ends: `run`, `step`, at last `end`. An event's id is the number up
 * to which all steps are over, so a client that comes back gets each later step again, in its latest state.
 */
export async function followRun(source: RunSource, stream: EventStream, from: number): Promise<void> {
  const sent = new Map<number, string>();
  let settled = from;
  let lastRun = '';
  while (!stream.signal.aborted) {
    const { run, steps } = await source.load(settled);
    for (const step of steps) {
      const mark = `${step.status} ${step.attempts} ${step.endedAt} ${step.reason ?? ''}`;
      if (step.n === settled + 1 && OVER.has(step.status)) settled = step.n;
      if (sent.get(step.n) === mark) continue;
      sent.set(step.n, mark);
      stream.send({ id: String(settled), event: 'step', data: step });
    }
    for (const n of sent.keys()) if (n <= settled) sent.delete(n);
    const asText = JSON.stringify(run);
    if (asText !== lastRun) stream.send({ id: String(settled), event: 'run', data: run });
    lastRun = asText;
    if (OVER.has(run.status)) {
      stream.send({ event: 'end', data: { status: run.status } });
      return;
    }
    await source.changed(stream.signal);
  }
}
