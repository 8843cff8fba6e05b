import type { Json, JsonObject } from '../json.ts';
import { asObject, bad } from './calls.ts';
import { endFrame } from './frames.ts';
import type { FlowEvent } from './protocol.ts';
import type { Place, Run } from './run.ts';
import { sizeOf } from './size.ts';
import type { Visit, WaitState } from './state.ts';

/** Events that reach a run without a subscription. */
const DIRECT_ONLY: ReadonlySet<string> = new Set(['trigger']);
const MAX_CONSUMED = 10_000;

const pairOf = (name: string, key: string | null): string => JSON.stringify([name, key]);

/** Reads the name and key of each event that a wait or an interrupt listens to, as they are when it begins. */
export function entriesOf(run: Run, listed: Json): WaitState['entries'] {
  if (!Array.isArray(listed)) throw bad(run, 'Faltam os eventos', 'The events are missing');
  return listed.map((one) => {
    const { port, name, key = null } = asObject(run, one, 'events');
    if (typeof port !== 'string' || typeof name !== 'string' || name === '') {
      throw bad(run, 'Um evento precisa de nome', 'An event needs a name');
    }
    if (key !== null && typeof key === 'object') {
      throw bad(run, 'A chave de um evento é um texto', 'The key of an event is a text');
    }
    return { port, name, key: key === null ? null : String(key) };
  });
}

/** Begins to listen; what came before under these names counts too, so what is not subscribed to yet is asked for. */
export function beginWait(
  run: Run,
  { frame, node }: Place,
  visit: Visit,
  entries: WaitState['entries'],
  interrupt: boolean,
): void {
  const { state } = run;
  const id = ++state.seq.wait;
  visit.wait = id;
  state.waits[id] = { frame: frame.id, node: node.index, interrupt, order: id, entries, ready: false };
  const asked = entries.filter(({ name, key }) => !DIRECT_ONLY.has(name) && !(pairOf(name, key) in state.subscribed));
  if (asked.length > 0) {
    for (const { name, key } of asked) state.subscribed[pairOf(name, key)] = false;
    const names = asked.map(({ name, key }) => ({ name, key }));
    run.command({ kind: 'subscribe', names });
  }
  refresh(run);
  if (interrupt && !state.paused) offerTo(run, state.waits[id] as WaitState);
}

export function endWait(run: Run, visit: Visit): void {
  if (visit.wait !== undefined) delete run.state.waits[visit.wait];
}

/** What a subscription gave back: older than anything signalled since. */
export function subscribed(run: Run, names: { name: string; key: string | null }[], events: FlowEvent[]): void {
  for (const { name, key } of names) run.state.subscribed[pairOf(name, key)] = true;
  for (const event of events) keep(run, event);
  refresh(run);
}

/** An event has come: it is offered, and kept where nothing takes it. Each counts once, by its id. */
export function receive(run: Run, event: FlowEvent): void {
  if (!keep(run, event)) return;
  if (!run.state.paused) offer(run);
}

/** Keeps an event among those that nothing has consumed, oldest first; false where it is known already. */
function keep(run: Run, event: FlowEvent): boolean {
  const { buffer, consumed } = run.state;
  if (consumed.includes(event.id) || buffer.some((one) => one.id === event.id)) return false;
  let place = buffer.length;
  while (place > 0 && (buffer[place - 1] as FlowEvent).receivedAt > event.receivedAt) place--;
  buffer.splice(place, 0, event);
  run.state.size += sizeOf(event.data);
  return true;
}

function refresh(run: Run): void {
  const { waits, subscribed: known } = run.state;
  for (const wait of Object.values(waits)) {
    wait.ready ||= wait.entries.every(({ name, key }) => DIRECT_ONLY.has(name) || known[pairOf(name, key)] === true);
  }
  if (!run.state.paused) run.state.offering = true;
}

type Taker = (event: FlowEvent) => void;

/** Offers what is kept, oldest first; each taken event may open or close waits, so the search begins anew. */
export function offer(run: Run): void {
  run.state.offering = false;
  const waits = inOrder(run);
  for (const [i, event] of run.state.buffer.entries()) {
    const taker = takerOf(run, event, waits);
    if (!taker) continue;
    consume(run, i, taker);
    return;
  }
}

/** An interrupt that begins ends its scope at once where its event is there already: nothing inside has begun. */
function offerTo(run: Run, wait: WaitState): void {
  for (const [i, event] of run.state.buffer.entries()) {
    const taker = takerOf(run, event, [wait]);
    if (!taker) continue;
    consume(run, i, taker);
    return;
  }
}

function consume(run: Run, place: number, taker: Taker): void {
  const { state } = run;
  const [event] = state.buffer.splice(place, 1) as [FlowEvent];
  state.size -= sizeOf(event.data);
  state.consumed.push(event.id);
  if (state.consumed.length > MAX_CONSUMED) state.consumed.shift();
  taker(event);
  // What the taker led to runs before the next event is offered: a wait that it begins is there in time.
  state.offering = true;
}

function takerOf(run: Run, event: FlowEvent, waits: readonly WaitState[]): Taker | null {
  for (const wait of waits) {
    for (const [i, entry] of wait.entries.entries()) {
      if (!reaches(event, entry)) continue;
      // An older event may still come with the subscription: this one waits for its turn.
      if (!wait.ready) return null;
      const found = run.place(wait.frame, wait.node);
      if (!found || !matches(run, found.at, found.visit, i, wait.interrupt, event)) continue;
      return (taken) => take(run, found.at, found.visit, wait.interrupt, entry.port, taken);
    }
  }
  return null;
}

/** Interrupts first, outermost first; then waits in the order in which they began. */
function inOrder(run: Run): WaitState[] {
  const depth = (wait: WaitState): number => {
    let deep = 0;
    for (let at = run.frame(wait.frame); at; at = run.frame(at.parent)) deep++;
    return deep;
  };
  return Object.values(run.state.waits).sort((a, b) => {
    if (a.interrupt !== b.interrupt) return a.interrupt ? -1 : 1;
    return (a.interrupt ? depth(a) - depth(b) : 0) || a.order - b.order;
  });
}

/** An event that was sent to this run alone without a key reaches every wait of its name. */
const reaches = (event: FlowEvent, { name, key }: { name: string; key: string | null }): boolean =>
  event.name === name && (event.key === key || (event.key === null && event.source === 'run'));

function matches(run: Run, at: Place, visit: Visit, i: number, interrupt: boolean, event: FlowEvent): boolean {
  const match = run.plan.later(at.node, `${interrupt ? 'interrupt' : 'events'}/${i}/match`);
  if (!match) return true;
  try {
    return run.test(match, at.frame, at.node, { event: event as unknown as Json });
  } catch (error) {
    visit.step.reason = `match: ${(error as Error).message}`;
    return false;
  }
}

/** The wait leaves by the event's port; an interrupt ends what is inside its scope. */
function take(run: Run, at: Place, visit: Visit, interrupt: boolean, port: string, event: FlowEvent): void {
  if (!interrupt) {
    run.guard(at, visit, () =>
      run.kind(at.node).answer?.(run, at, visit, { kind: 'ok', output: eventValue(event), attempts: 1, port }),
    );
    return;
  }
  for (const id of visit.frames ?? []) {
    const inside = run.frame(id);
    if (inside) endFrame(run, inside, { cause: 'interrupt', port, event });
  }
  endWait(run, visit);
}

export const eventValue = (event: FlowEvent): JsonObject => ({
  id: event.id,
  name: event.name,
  key: event.key,
  data: event.data,
  source: event.source,
  receivedAt: event.receivedAt,
});
