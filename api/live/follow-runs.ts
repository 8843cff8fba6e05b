import type { EventStream } from '#api/frame/answer.ts';

interface ListedRun {
  id: string;
  acceptedAt: string;
  startedAt: string | null;
  endedAt: string | null;
}

export interface RunsSource {
  /** The newest runs, newest first. */
  load(): Promise<ListedRun[]>;
  changed(signal: AbortSignal): Promise<void>;
}

/** When a run last moved, as far as its row tells. */
const movedAt = ({ acceptedAt, startedAt, endedAt }: ListedRun): string => endedAt ?? startedAt ?? acceptedAt;

/** `Last-Event-ID` of such a stream: the instant of the last change that was sent. Null: none, only what is new counts. */
export const resumeTime = (lastEventId: string | undefined): string | null =>
  lastEventId !== undefined && !Number.isNaN(Date.parse(lastEventId)) ? new Date(lastEventId).toISOString() : null;

/**
 * Sends a run each time it changes, for as long as somebody listens. A new listener gets what stands now, one that
 * comes back what moved since.
 */
export async function followRuns(source: RunsSource, stream: EventStream, since: string | null): Promise<void> {
  const sent = new Map<string, string>();
  let latest = since ?? '';
  let first = true;
  while (!stream.signal.aborted) {
    const runs = await source.load();
    for (const run of runs.toReversed()) {
      const asText = JSON.stringify(run);
      if (sent.get(run.id) === asText) continue;
      sent.set(run.id, asText);
      const moved = movedAt(run);
      if (first && since !== null && moved < since) continue;
      if (moved > latest) latest = moved;
      stream.send({ id: latest, event: 'run', data: run });
    }
    first = false;
    const listed = new Set(runs.map((run) => run.id));
    for (const id of sent.keys()) if (!listed.has(id)) sent.delete(id);
    await source.changed(stream.signal);
  }
}
