import type { FlowDocument, FlowNode } from '#flow/document.ts';
import type { Json, JsonObject, Locale } from '#flow/json.ts';
import type { Catalogue } from '#flow/node-type.ts';
import type { Run, Step } from '../../api-types.ts';
import { nodeLabel } from '../../document/node-label.ts';
import { isContainer } from '../../document/ports.ts';
import { clockTime, span } from '../../shell/times.ts';
import { explain } from '../explain.ts';
import { nameOfPerson, names, optionText } from './story-names.ts';
import { type StoryTexts, storyTexts } from './story-texts.ts';

export type StoryTone = 'start' | 'done' | 'busy' | 'wait' | 'bad' | 'good' | 'quiet';

/** One thing that happened, as one would tell it. */
export interface StoryLine {
  key: string;
  tone: StoryTone;
  text: string;
  /** Smaller, below. */
  details: string[];
  /** ISO 8601: when it happened, or began. */
  at: string | null;
  /** Where it is on the canvas. */
  step?: Step;
}

export interface StoryWorld {
  run: Run;
  steps: readonly Step[];
  document: FlowDocument;
  catalogue: Catalogue;
  locale: Locale;
  /** What ports are called. */
  portName: (port: string) => string;
  /** Epoch ms. */
  now: number;
}

interface Teller extends StoryWorld {
  t: StoryTexts;
  nodes: ReadonlyMap<string, FlowNode>;
}

const QUIET: ReadonlySet<string> = new Set(['set', 'assign', 'code', 'break', 'continue', 'stop']);
/** Of what failed in a loop so many are told one by one. */
const MOST_FAILED = 3;
/** What is done at once needs no word of how long it took. */
const SLOW_MS = 1_000;

const clock = ({ locale, now }: Teller, iso: string | null): string =>
  iso ? clockTime(iso, locale, new Date(now)) : '';

const msOf = ({ startedAt, endedAt }: Pick<Step, 'startedAt' | 'endedAt'>, now: number): number =>
  startedAt === null ? 0 : (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(startedAt);

const asObject = (value: Json): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};

type Told = Pick<StoryLine, 'tone' | 'text'> & { details?: (string | false | undefined)[] };

const labelOf = ({ nodes, catalogue, locale }: Teller, step: Step): string => {
  const node = nodes.get(step.node);
  return node ? nodeLabel(node, catalogue, locale) : step.node;
};

function tellApproval(teller: Teller, step: Step): Told {
  const { t } = teller;
  const input = asObject(step.input);
  const output = asObject(step.output);
  const asked = typeof input.title === 'string' && t.approval.asked(input.title);
  if (step.endedAt === null) {
    const who = t.or(names(input.assignees).map((name) => nameOfPerson(name, t)));
    const until = teller.run.waitingFor?.find(({ node }) => node === step.node)?.until;
    const details = [asked, until !== undefined && t.approval.until(clock(teller, until))];
    return { tone: 'wait', text: t.approval.waits(who, clock(teller, step.startedAt)), details };
  }
  const after = t.approval.after(span(msOf(step, teller.now), teller.locale));
  if (step.port === 'timeout')
    return { tone: 'bad', text: t.approval.timeout(clock(teller, step.endedAt)), details: [asked] };
  const who = typeof output.by === 'string' ? nameOfPerson(output.by, t) : '';
  const say = step.port === 'rejected' ? t.approval.rejected : t.approval.approved;
  const said = typeof output.comment === 'string' && output.comment !== '' && t.approval.said(output.comment);
  return { tone: 'done', text: `${say(capital(who), clock(teller, step.endedAt))}, ${after}`, details: [said, asked] };
}

const capital = (text: string): string => text.replace(/^./u, (first) => first.toUpperCase());

function tellEvent(teller: Teller, step: Step): Told {
  const { t } = teller;
  const input = asObject(step.input);
  const config = teller.nodes.get(step.node)?.config ?? {};
  const what = t.event.what(t.or(names(input.events ?? config.events ?? null)));
  if (step.endedAt === null) return { tone: 'wait', text: t.event.waits(what, clock(teller, step.startedAt)) };
  const isLate = step.port === 'timeout';
  const say = isLate ? t.event.timeout : t.event.done;
  return { tone: isLate ? 'bad' : 'done', text: capital(say(what, clock(teller, step.endedAt))) };
}

function tellAsk(teller: Teller, step: Step): Told {
  const { t } = teller;
  const question = asObject(step.input).text;
  const details = [typeof question === 'string' && t.ask.question(question)];
  if (step.endedAt === null) return { tone: 'wait', text: t.ask.waits(clock(teller, step.startedAt)), details };
  const isLate = step.port === 'timeout';
  const text = (isLate ? t.ask.timeout : t.ask.done)(clock(teller, step.endedAt));
  return { tone: isLate ? 'bad' : 'done', text, details };
}

function tellWait(teller: Teller, step: Step): Told {
  const { t, locale, now } = teller;
  const label = labelOf(teller, step);
  if (step.endedAt !== null) return { tone: 'done', text: t.wait.done(span(msOf(step, now), locale), label) };
  const until = teller.run.waitingFor?.find(({ node }) => node === step.node)?.until;
  return { tone: 'wait', text: t.wait.waits(label, clock(teller, step.startedAt), until ? clock(teller, until) : '') };
}

function tellFailure(teller: Teller, step: Step): Told {
  const { t, locale } = teller;
  const label = labelOf(teller, step);
  const words =
    step.error && explain(step.error, { node: label, connection: teller.nodes.get(step.node)?.connection }, locale);
  const handled = step.port !== null && t.handled;
  const details: Told['details'] = [
    words ? `${words.what} ${words.why}` : false,
    step.attempts > 1 && t.tried(step.attempts),
    handled,
  ];
  return { tone: 'bad', text: t.failed(label), details };
}

function tellAction(teller: Teller, step: Step, type: string): Told {
  const { t, locale, catalogue, now } = teller;
  const label = labelOf(teller, step);
  const group = catalogue.get(type)?.group ?? 'other';
  const words = step.endedAt === null ? t.doing : t.done;
  const text = (words[group] ?? words.other)?.(label) ?? label;
  const ms = msOf(step, now);
  const details = [
    step.attempts > 1 && step.endedAt !== null && t.attempts(step.attempts),
    ms >= SLOW_MS && t.took(span(ms, locale)),
    step.status === 'pinned' && t.pinned,
  ];
  return { tone: step.endedAt === null ? 'busy' : 'done', text, details };
}

function tellStep(teller: Teller, step: Step): Told {
  const { t } = teller;
  const type = teller.nodes.get(step.node)?.type ?? '';
  const label = labelOf(teller, step);
  if (step.status === 'failed') return tellFailure(teller, step);
  if (step.status === 'cancelled') return { tone: 'quiet', text: t.cancelledStep(label) };
  if (step.status === 'parked')
    return { tone: 'wait', text: t.parked(label, clock(teller, step.startedAt)), details: [step.reason] };
  switch (type) {
    case 'approval':
      return tellApproval(teller, step);
    case 'waitForEvent':
      return tellEvent(teller, step);
    case 'ask':
      return tellAsk(teller, step);
    case 'wait':
      return tellWait(teller, step);
    case 'flow':
      return step.endedAt === null
        ? { tone: 'wait', text: t.flow.waits(label, clock(teller, step.startedAt)) }
        : { tone: 'done', text: t.flow.done(label) };
    case 'if':
    case 'switch':
      return { tone: 'done', text: t.choice(label, teller.portName(step.port ?? '')) };
    case 'respond':
      return { tone: 'done', text: t.respond(optionText(asObject(step.input).status)) };
    default:
      return QUIET.has(type) ? { tone: 'quiet', text: label } : tellAction(teller, step, type);
  }
}

/** A loop in one line, with the first of what failed in it and what is under way. */
function tellLoop(teller: Teller, step: Step, inside: readonly Step[]): StoryLine[] {
  const { t } = teller;
  const label = labelOf(teller, step);
  const depth = step.path.length;
  const rounds = new Set(inside.map(({ path }) => path[depth]?.index));
  const failed = inside.filter(({ status }) => status === 'failed');
  const failedRounds = new Set(failed.map(({ path }) => path[depth]?.index)).size;
  const type = teller.nodes.get(step.node)?.type;
  const going = step.endedAt === null;
  const count = type === 'forEach' ? (going ? t.looping : t.loop) : t.rounds;
  const told: Told =
    step.status === 'failed'
      ? tellFailure(teller, step)
      : { tone: going ? 'busy' : 'done', text: type === 'scope' ? label : count(label, rounds.size) };
  const line = lineOf(step, {
    ...told,
    details: [failedRounds > 0 && t.loopFailed(failedRounds), ...(told.details ?? [])],
  });
  const one = (inner: Step): StoryLine => {
    const { text, ...rest } = tellStep(teller, inner);
    return lineOf(inner, {
      ...rest,
      text: type === 'scope' ? text : t.inRound((inner.path[depth]?.index ?? 0) + 1, text),
    });
  };
  const under = inside.filter(({ status }) => status === 'waiting' || status === 'parked');
  const more = failed.length - MOST_FAILED;
  return [
    line,
    ...failed.slice(0, MOST_FAILED).map(one),
    ...(more > 0 ? [{ ...lineOf(step, { tone: 'bad', text: t.moreFailed(more) }), key: `m${step.n}` }] : []),
    ...under.slice(0, MOST_FAILED).map(one),
  ];
}

const lineOf = (step: Step, { tone, text, details = [] }: Told): StoryLine => ({
  key: `s${step.n}`,
  tone,
  text,
  details: details.filter((one): one is string => typeof one === 'string' && one !== ''),
  at: step.startedAt ?? step.endedAt,
  step,
});

function opening(teller: Teller): StoryLine[] {
  const { run, t, locale } = teller;
  const trigger = run.trigger as { type?: string; receivedAt?: string };
  const began = trigger.receivedAt ?? run.acceptedAt ?? run.startedAt;
  const say = (run.retryOf ? t.triggers.other : t.triggers[trigger.type ?? '']) ?? t.triggers.other;
  const details = [...(run.retryOf ? [t.retried] : []), ...(run.test ? [t.test] : [])];
  const start: StoryLine = {
    key: 'start',
    tone: 'start',
    text: say?.(clock(teller, began ?? null)) ?? '',
    details,
    at: began ?? null,
  };
  const queued = run.acceptedAt && run.startedAt ? Date.parse(run.startedAt) - Date.parse(run.acceptedAt) : 0;
  if (queued < 2 * SLOW_MS) return [start];
  const at = run.acceptedAt ?? null;
  return [start, { key: 'queued', tone: 'wait', text: t.queued(span(queued, locale)), details: [], at }];
}

function ending(teller: Teller): StoryLine[] {
  const { run, t, locale, now, nodes } = teller;
  const line = (tone: StoryTone, text: string, details: string[] = []): StoryLine[] => [
    { key: 'end', tone, text, details, at: run.endedAt },
  ];
  if (run.status === 'paused') return line('wait', t.paused);
  if (run.status === 'running') return line('busy', t.going);
  if (run.status !== 'succeeded' && run.status !== 'failed' && run.status !== 'cancelled') return [];
  const text = t.end[run.status](clock(teller, run.endedAt), span(msOf(run, now), locale));
  if (run.status === 'succeeded') return line('good', text);
  const at = run.error?.node === undefined ? undefined : nodes.get(run.error.node);
  const label = at && nodeLabel(at, teller.catalogue, locale);
  const words = run.error && explain(run.error, { node: label, connection: at?.connection }, locale);
  // The step that failed has told it already.
  const isTold = teller.steps.some(({ node, status }) => status === 'failed' && node === run.error?.node);
  return line('bad', text, words ? [...(isTold ? [] : [`${words.what} ${words.why}`]), words.todo] : []);
}

/** What a run did and does, told in sentences with times, in order; what was skipped is not told. */
export const storyOf = (world: StoryWorld): StoryLine[] => {
  const nodes = new Map(world.document.nodes.map((node) => [node.id, node]));
  const teller: Teller = { ...world, t: storyTexts(world.locale), nodes };
  const inside = new Map<string, Step[]>();
  for (const step of world.steps) {
    const outer = step.path[0]?.container;
    if (outer === undefined) continue;
    const list = inside.get(outer);
    if (list) list.push(step);
    else inside.set(outer, [step]);
  }
  const middle = world.steps.flatMap((step): StoryLine[] => {
    if (step.path.length > 0 || step.status === 'skipped') return [];
    const type = nodes.get(step.node)?.type ?? '';
    return isContainer(type)
      ? tellLoop(teller, step, inside.get(step.node) ?? [])
      : [lineOf(step, tellStep(teller, step))];
  });
  return [...opening(teller), ...middle, ...ending(teller)];
};
