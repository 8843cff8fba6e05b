import { z } from 'zod';
import { type Listener, listenTo } from '#prisma/listener.ts';
import type { LiveHub } from './live-hub.ts';

/** What closing a run (`close-rows.ts`) says to every process, and keeping its answer before that (`save-answer.ts`). */
const Notice = z.object({
  tenantId: z.string(),
  flowId: z.string(),
  runId: z.string(),
  answered: z.boolean().optional(),
});

/** What saving a draft and having it open say (`domain/flows/presence.ts`). */
const Drawn = z.object({ tenantId: z.string(), flowId: z.string(), drawn: z.literal(true) });

/** Callers of this process hear at once of runs that end, or answer, in another, and of drafts that are drawn there. */
export const hearOfRuns = ({ url, hub }: { url: string; hub: LiveHub }, onError: (error: Error) => void): Listener =>
  listenTo(
    { url, channel: 'trama_runs' },
    { heard: (payload) => hear(hub, readJson(payload)), onBack: () => hub.lookAgain(), onError },
  );

function hear(hub: LiveHub, told: unknown): void {
  const { data: drawn } = Drawn.safeParse(told);
  if (drawn) return hub.drawn(drawn);
  const { data: notice } = Notice.safeParse(told);
  if (!notice || hub.knowsEnd(notice.runId)) return;
  const { answered, ...place } = notice;
  if (answered) hub.answerKept(place.runId);
  else hub.closed(place);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
