import { CancellationScope, defineSignal, setHandler } from '@temporalio/workflow';
import type { Json } from '../../json.ts';
import { stillGoing, truthOf } from './failure.ts';

export type FlowEvent = {
  id: string;
  name: string;
  key: string | null;
  data: Json;
  source: string;
  receivedAt: string;
};

/** Tells a run of an event. */
export const eventSignal = defineSignal<[FlowEvent]>('event');

/** An event that is listened to, and by which port the step then leaves. */
export interface Listening {
  port: string;
  name: string;
  key: string | null;
  match?: (event: Json) => Json;
}

interface Wait {
  entries: Listening[];
  /** Of an interrupt: how many scopes stand around it. Of a wait: none. */
  depth: number | null;
  order: number;
  take(port: string, event: FlowEvent): void;
}

let kept: FlowEvent[] = [];
let known = new Set<string>();
let waits: Wait[] = [];
let order = 0;

/** Events are kept from the first moment on: what comes before a wait begins counts, too. */
export function openInbox(): void {
  kept = [];
  known = new Set();
  waits = [];
  order = 0;
  setHandler(eventSignal, (event) => {
    if (known.has(event.id)) return;
    known.add(event.id);
    const place = kept.findLastIndex((one) => one.receivedAt <= event.receivedAt) + 1;
    kept.splice(place, 0, event);
    offer(inOrder());
  });
}

/** Interrupts first, outermost first; then waits in the order in which they began. */
const inOrder = (): Wait[] =>
  waits.toSorted((a, b) => (a.depth ?? Infinity) - (b.depth ?? Infinity) || a.order - b.order || 0);

/** What an event leads to without waiting for anything is done by then. */
async function settled(): Promise<void> {
  for (let i = 0; i < 100; i++) await Promise.resolve();
}

/** Offers what is kept, oldest first. What an event leads to happens before the next one is offered. */
function offer(to: Wait[]): void {
  for (const event of kept) {
    for (const wait of to) {
      const entry = wait.entries.find((one) => reaches(event, one));
      if (!entry) continue;
      kept = kept.filter((one) => one !== event);
      waits = waits.filter((one) => one !== wait);
      wait.take(entry.port, event);
      void settled().then(() => offer(inOrder()));
      return;
    }
  }
}

function reaches(event: FlowEvent, { name, key, match }: Listening): boolean {
  if (event.name !== name || !(event.key === key || (event.key === null && event.source === 'run'))) return false;
  try {
    return !match || truthOf(match(event));
  } catch {
    return false;
  }
}

/** The first event that one of the entries takes; ends when the scope around it is cancelled. */
export async function listen(
  entries: Listening[],
  depth: number | null = null,
): Promise<{ port: string; event: FlowEvent }> {
  stillGoing();
  return await new Promise((resolve, reject) => {
    order += 1;
    const wait: Wait = { entries, depth, order, take: (port, event) => resolve({ port, event }) };
    waits.push(wait);
    CancellationScope.current().cancelRequested.catch((reason: unknown) => {
      waits = waits.filter((one) => one !== wait);
      reject(reason as Error);
    });
    offer(depth === null ? inOrder() : [wait]);
  });
}
