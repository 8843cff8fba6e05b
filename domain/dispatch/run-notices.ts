import { z } from 'zod';
import { type Listener, listenTo } from '#prisma/listener.ts';
import type { LiveHub } from './live-hub.ts';

/** What closing a run says to every process (`close-rows.ts`). */
const Notice = z.object({ tenantId: z.string(), flowId: z.string(), runId: z.string() });

/** Callers of this process hear at once of runs that end in another. */
export const hearOfRuns = ({ url, hub }: { url: string; hub: LiveHub }, onError: (error: Error) => void): Listener =>
  listenTo(
    { url, channel: 'trama_runs' },
    (payload) => {
      const { data: place } = Notice.safeParse(readJson(payload));
      if (place && !hub.knowsEnd(place.runId)) hub.closed(place);
    },
    onError,
  );

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
