import { CancellationScope, condition, defineSignal, setHandler, sleep } from '@temporalio/workflow';
import { TramaError } from '../../errors.ts';
import { addIsoDuration } from '../../expressions/dates/durations.ts';
import { instantMs } from '../../expressions/dates/moments.ts';
import { windowEnd } from '../../expressions/dates/window.ts';
import type { Json, JsonObject, JsonSchema } from '../../json.ts';
import { schemaFaults } from '../../schema-check.ts';
import { environment, nowMs } from './environment.ts';
import { type Listening, listen } from './events.ts';
import { bad, failureOf, step } from './failure.ts';

/** How a step with several ports was left. */
export interface Left {
  port: string | null;
  output: Json;
}

/** A step that has not run, or was skipped. */
export const notRun: Left = { port: null, output: null };

export interface Deadline {
  timeout?: Json;
  until?: Json;
}

/** When a time that is given by its length or its end is over, epoch ms; undefined where there is none. */
export function deadlineOf(length: Json, until: Json, what: string): number | undefined {
  if (typeof length === 'string') return addIsoDuration(nowMs(), length, environment().timezone);
  if (length !== null) throw bad(`"${what}" precisa ser uma duração`, `"${what}" must be a duration`);
  return until === null ? undefined : instantMs(until, environment());
}

export async function sleepUntil(ms: number): Promise<void> {
  if (ms > nowMs()) await sleep(ms - nowMs());
}

/** Waits `for` a time or `until` a moment, put off into the window. */
export async function wait(
  node: string,
  config: () => { for?: Json; until?: Json; window?: Json },
): Promise<{ firedAt: string }> {
  const end = step(node, () => {
    const { for: length = null, until = null, window = null } = config();
    const due = deadlineOf(length, until, 'for');
    if (due === undefined) throw bad('Falta "for" ou "until"', '"for" or "until" is missing');
    return window === null ? due : windowEnd(Math.max(due, nowMs()), window, environment());
  });
  await sleepUntil(end);
  return { firedAt: new Date(nowMs()).toISOString() };
}

/** Name and key as they are when the wait begins. */
export const listening = (
  entries: { port: string; name: Json; key?: Json; match?: Listening['match'] }[],
): Listening[] =>
  entries.map(({ port, name, key = null, match }) => {
    if (typeof name !== 'string' || name === '') throw bad('Um evento precisa de nome', 'An event needs a name');
    if (key !== null && typeof key === 'object')
      throw bad('A chave de um evento é um texto', 'The key of an event is a text');
    return { port, name, key: key === null ? null : String(key), ...(match ? { match } : {}) };
  });

interface EventConfig extends Deadline {
  events: { port: string; name: Json; key?: Json; match?: Listening['match'] }[];
}

/** Waits for the first of some events, and leaves by its port. */
export async function waitForEvent(node: string, config: () => EventConfig, outputSchema?: JsonSchema): Promise<Left> {
  const { entries, deadline } = step(node, () => {
    const { events, timeout = null, until = null } = config();
    return { entries: listening(events), deadline: deadlineOf(timeout, until, 'timeout') };
  });
  const left = await before(deadline, async () => {
    const { port, event } = await listen(entries);
    return { port, output: event as Json };
  });
  if (!left) return { port: 'timeout', output: null };
  if (outputSchema) step(node, () => checkOutput(outputSchema, left.output));
  return left;
}

/** Does something until a moment (epoch ms); null where the moment comes first. */
export async function before<T>(deadline: number | undefined, work: () => Promise<T>): Promise<T | null> {
  if (deadline === undefined) return await work();
  const both = new CancellationScope({ cancellable: true });
  try {
    return await both.run(() => Promise.race([work(), sleepUntil(deadline).then(() => null)]));
  } finally {
    both.cancel();
  }
}

/** Holds an answer to what it should look like. */
export function checkOutput(schema: JsonSchema, output: Json): void {
  const faults = schemaFaults(schema, output);
  const [first] = faults;
  if (!first) return;
  const shown = faults.slice(0, 10).map(({ pointer, code, text }) => ({ pointer, code, message: text.en }));
  throw new TramaError('bad_output', `The answer does not fit outputSchema: ${first.text.en}`, {
    details: { faults: shown },
  });
}

export interface Decision {
  /** The step, behind the rounds that it stands in: `orders:3/discount`. */
  approval: string;
  decision: 'approved' | 'rejected';
  by: string | null;
  at?: string;
  comment?: string | null;
  fields?: JsonObject;
}

/** Tells a run how a person has decided. */
export const decideSignal = defineSignal<[Decision]>('decide');

let decisions = new Map<string, Decision>();

/** The first decision of each counts. */
export function openDecisions(): void {
  decisions = new Map();
  setHandler(decideSignal, (decision) => {
    if (!decisions.has(decision.approval)) decisions.set(decision.approval, decision);
  });
}

/** What whoever tells people of an approval gets to know. */
export interface ApprovalRequest {
  node: string;
  approval: string;
  request: JsonObject;
  /** ISO 8601 UTC. */
  expiresAt: string | null;
}

type Ask = (request: ApprovalRequest) => Promise<void>;

/** Asks a person, and waits for the decision. */
export async function approval(
  node: string,
  ask: Ask,
  config: (approval: { url: string; expiresAt: string | null }) => JsonObject,
  deadlineIn: () => Deadline = () => ({}),
  path = '',
): Promise<Left> {
  const name = path === '' ? node : `${path}/${node}`;
  const { request, deadline } = step(node, () => {
    const { timeout = null, until = null } = deadlineIn();
    const due = deadlineOf(timeout, until, 'timeout');
    const expiresAt = due === undefined ? null : new Date(due).toISOString();
    return { request: config({ url: '%APPROVAL_URL%', expiresAt }), deadline: due };
  });
  if (typeof request.title !== 'string') {
    throw failureOf(node, bad('"title" precisa ser um texto', '"title" must be a text'));
  }
  const expiresAt = deadline === undefined ? null : new Date(deadline).toISOString();
  const asked = async (): Promise<Left> => {
    try {
      await ask({ node, approval: name, request, expiresAt });
    } catch (thrown) {
      throw failureOf(node, thrown);
    }
    await condition(() => decisions.has(name));
    const { decision, by, at, comment = null, fields = {} } = decisions.get(name) as Decision;
    const output = { decision, by, at: at ?? new Date(nowMs()).toISOString(), comment, fields };
    return { port: decision, output };
  };
  return (await before(deadline, asked)) ?? { port: 'timeout', output: null };
}
