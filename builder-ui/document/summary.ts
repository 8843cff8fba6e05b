import type { FlowNode } from '#flow/document.ts';
import type { Json, JsonObject, Locale } from '#flow/json.ts';
import { ACTION_SUMMARIES } from './action-summaries.ts';
import { asList, asObject, joined, led, names, type Say, sayIn, words } from './summary-words.ts';

const UNITS: Record<Locale, Record<string, [one: string, many: string]>> = {
  'pt-BR': {
    Y: ['ano', 'anos'],
    M: ['mês', 'meses'],
    W: ['semana', 'semanas'],
    D: ['dia', 'dias'],
    H: ['h', 'h'],
    TM: ['min', 'min'],
    S: ['s', 's'],
  },
  en: {
    Y: ['year', 'years'],
    M: ['month', 'months'],
    W: ['week', 'weeks'],
    D: ['day', 'days'],
    H: ['h', 'h'],
    TM: ['min', 'min'],
    S: ['s', 's'],
  },
};

/** `P1DT2H` → `1 dia 2 h`; a text that is no duration comes back as it is. */
export const durationInWords = (iso: string, locale: Locale): string => {
  const match = /^P(?:[\d.]+[YMWD])*(?:T(?:[\d.]+[HMS])+)?$/.test(iso) ? iso : null;
  if (!match) return iso;
  const [date = '', time = ''] = iso.slice(1).split('T');
  const part = (source: string, inTime: boolean) =>
    [...source.matchAll(/([\d.]+)([YMWDHS])/g)].map(([, n = '', unit = '']) => {
      const unitWords = UNITS[locale][inTime && unit === 'M' ? 'TM' : unit] ?? [unit, unit];
      return `${n} ${Number(n) === 1 ? unitWords[0] : unitWords[1]}`;
    });
  return [...part(date, false), ...part(time, true)].join(' ');
};

interface Teller {
  say: Say;
  /** A duration that is written out, or the expression that gives it. */
  span: (value: Json | undefined) => string;
  /** Until when at most: a duration or a time. */
  limit: (config: JsonObject) => string;
}

const tellerIn = (locale: Locale): Teller => {
  const say = sayIn(locale);
  const span = (value: Json | undefined) => durationInWords(words(value), locale);
  const limit = ({ timeout, until }: JsonObject) =>
    words(timeout) ? say(`até ${span(timeout)}`, `up to ${span(timeout)}`) : led(say('até', 'until'), words(until));
  return { say, span, limit };
};

type Summarise = (config: JsonObject, teller: Teller) => string;

/** What is set: of one value also which, of more their names. */
const values: Summarise = (config) => {
  const all = Object.entries(asObject(config.values));
  const [only] = all;
  const what = all.length === 1 && only ? words(only[1]) : '';
  return what && only ? `${only[0]} = ${what}` : names(all.map(([name]) => name));
};

const ports = (list: Json | undefined): string => names(asList(list).map((one) => words(asObject(one).port)));

/** The first line of a source that does something, or the comment that says what it does. */
const firstLine = (source: string): string => {
  const lines = source.split('\n').map((line) => line.trim());
  return (lines.find((line) => line !== '' && line !== '/**') ?? '').replace(/^(?:\/\/|\/?\*+)\s*/, '');
};

/** What the muted line of a card says of the language's own nodes. */
const SUMMARIES: Record<string, Summarise> = {
  set: values,
  assign: values,
  if: (config, { say }) => led(say('se', 'if'), words(config.condition)),
  while: (config, { say }) =>
    joined(
      words(config.condition),
      config.maxIterations !== undefined &&
        say(`até ${words(config.maxIterations)} voltas`, `up to ${words(config.maxIterations)} rounds`),
    ),
  switch: (config) => ports(config.cases),
  wait: (config, { say, span }) =>
    config.for === undefined ? led(say('até', 'until'), words(config.until)) : led(say('por', 'for'), span(config.for)),
  waitForEvent: (config, { limit }) =>
    joined(names(asList(config.events).map((one) => words(asObject(one).name))), limit(config)),
  approval: (config, { limit }) => joined(words(config.title), limit(config)),
  ask: (config, { limit }) => joined(words(config.text), limit(config)),
  flow: (config, { say }) => joined(words(config.flow), config.wait === false && say('sem esperar', 'without waiting')),
  respond: (config, { say }) =>
    say(`responde ${words(config.status) || 200}`, `answers ${words(config.status) || 200}`),
  stop: (config, { say }) =>
    led(say('com', 'with'), words(config.output) || names(Object.keys(asObject(config.output)))),
  fail: (config) => [words(config.code), words(config.message)].filter(Boolean).join(': '),
  code: (config) => firstLine(typeof config.source === 'string' ? config.source : ''),
  forEach: (config, { say }) => {
    const at = Number(words(config.concurrency) || 1);
    const each = words(config.as) || 'item';
    const list = words(config.items) || '?';
    return joined(
      say(`cada ${each} de ${list}`, `each ${each} of ${list}`),
      at > 1 && say(`${at} por vez`, `${at} at a time`),
    );
  },
  scope: (config, { say, limit }) =>
    joined(
      limit(config),
      led(say('para em', 'stops at'), ports(config.interrupt)),
      config.compensate === true && say('desfaz se falhar', 'undone if it fails'),
    ),
};

const ofConfig = ({ type, config }: Pick<FlowNode, 'type' | 'config'>, teller: Teller): string => {
  const core = SUMMARIES[type];
  if (core) return core(config, teller);
  const action = ACTION_SUMMARIES[type];
  if (action) return action(config, teller.say);
  return joined(...Object.values(config).map(words).filter(Boolean).slice(0, 2));
};

/** One line about what the node does, from its config; empty where it says nothing. */
export const summaryOf = (
  node: Pick<FlowNode, 'type' | 'config'> & Partial<Pick<FlowNode, 'retry' | 'poll'>>,
  locale: Locale,
): string => {
  const teller = tellerIn(locale);
  const tries = node.retry?.maxAttempts ?? 1;
  return joined(
    ofConfig(node, teller),
    node.poll &&
      teller.say(`de novo a cada ${teller.span(node.poll.every)}`, `again every ${teller.span(node.poll.every)}`),
    tries > 1 && teller.say(`até ${tries} tentativas`, `up to ${tries} attempts`),
  );
};

export const triggerSummary = (trigger: { type: string; config: JsonObject }, locale: Locale): string => {
  const { config } = trigger;
  const { say, span } = tellerIn(locale);
  switch (trigger.type) {
    case 'webhook':
      return `${words(config.method) || 'POST'} /${words(config.path).replace(/^\//, '')}`;
    case 'schedule':
      return words(config.cron) || led(say('a cada', 'every'), span(config.every));
    case 'event':
      return words(config.name);
    case 'message':
      return joined(words(config.channel), names(asList(config.keywords).map(words)));
    default:
      return '';
  }
};
