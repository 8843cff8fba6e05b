import type { FlowNode } from '#flow/document.ts';
import type { Json, JsonObject, Locale } from '#flow/json.ts';

const text = (value: Json | undefined): string => {
  if (typeof value === 'string') return value.replaceAll(/\{\{\s*|\s*\}\}/g, '').trim();
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return '';
};

const ports = (list: Json | undefined): string =>
  Array.isArray(list)
    ? list
        .map((one) => text((one as JsonObject | null)?.port ?? ''))
        .filter(Boolean)
        .join(', ')
    : '';

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
      const words = UNITS[locale][inTime && unit === 'M' ? 'TM' : unit] ?? [unit, unit];
      return `${n} ${Number(n) === 1 ? words[0] : words[1]}`;
    });
  return [...part(date, false), ...part(time, true)].join(' ');
};

type Summarise = (config: JsonObject, locale: Locale) => string;

/** What the muted line of a card says, for the types whose config has a story to tell. */
const SUMMARIES: Record<string, Summarise> = {
  set: (config) => Object.keys((config.values ?? {}) as JsonObject).join(', '),
  assign: (config) => Object.keys((config.values ?? {}) as JsonObject).join(', '),
  if: (config) => text(config.condition),
  while: (config) => text(config.condition),
  switch: (config) => ports(config.cases),
  wait: (config, locale) => (config.for === undefined ? text(config.until) : durationInWords(text(config.for), locale)),
  waitForEvent: (config) =>
    Array.isArray(config.events)
      ? config.events
          .map((one) => text((one as JsonObject | null)?.name ?? ''))
          .filter(Boolean)
          .join(', ')
      : '',
  approval: (config) => text(config.title),
  ask: (config) => text(config.text),
  flow: (config) => text(config.flow),
  respond: (config) => text(config.status ?? 200),
  fail: (config) => [text(config.code), text(config.message)].filter(Boolean).join(': '),
  code: (config) =>
    text(config.source)
      .split('\n')
      .find((line) => line.trim() && !line.trim().startsWith('//'))
      ?.trim() ?? '',
  forEach: (config) => `${text(config.as) || 'item'} ∈ ${text(config.items) || '?'}`,
  scope: (config, locale) => durationInWords(text(config.timeout ?? config.until), locale),
  'http.request': (config) =>
    [text(config.method), text(config.url).replace(/^https?:\/\//, '')].filter(Boolean).join(' '),
};

/** One line about what the node does, from its config; empty where it says nothing. */
export const summaryOf = (node: Pick<FlowNode, 'type' | 'config'>, locale: Locale): string => {
  const known = SUMMARIES[node.type];
  if (known) return known(node.config, locale);
  return Object.values(node.config).map(text).filter(Boolean).slice(0, 2).join(' · ');
};

export const triggerSummary = (trigger: { type: string; config: JsonObject }, locale: Locale): string => {
  const { config } = trigger;
  switch (trigger.type) {
    case 'webhook':
      return `/${text(config.path).replace(/^\//, '')}`;
    case 'schedule':
      return text(config.cron) || durationInWords(text(config.every), locale);
    case 'event':
      return text(config.name);
    case 'message':
      return text(config.channel);
    default:
      return '';
  }
};
