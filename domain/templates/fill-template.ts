import type { FlowDocument } from '#flow/document.ts';
import { parseDuration } from '#flow/expressions/dates/durations.ts';
import type { Json, Locale } from '#flow/json.ts';
import { valueAt, writeAt } from './pointer.ts';
import type { Template, TemplateField } from './template.ts';

export interface Filling {
  locale: Locale;
  /** By the key of a field. */
  values: Readonly<Record<string, Json>>;
  /** Ids or names of connections, by the key of a need. */
  connections: Readonly<Record<string, string>>;
  /** The flow's own, in place of the template's. */
  name?: string | undefined;
}

export interface Filled {
  document: FlowDocument;
  /** Keys of fields that have neither a value nor something to start with. */
  missingValues: string[];
  /** Keys of needs that no connection was named for. */
  missingConnections: string[];
}

const isEmpty = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const isDuration = (text: string): boolean => {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
};

/** A text of at most so many characters. */
const text =
  (most: number, fits: (value: string) => boolean = () => true) =>
  (value: Json): boolean =>
    typeof value === 'string' && value.length <= most && fits(value);

const MOST_IN_LIST = 500;

const FITS: Record<TemplateField['kind'], (value: Json) => boolean> = {
  text: text(1_000),
  longText: text(10_000),
  number: (value) => typeof value === 'number',
  money: (value) => Number.isInteger(value) && Number(value) >= 0,
  email: text(320, (value) => /^[^\s@]+@[^\s@]+$/.test(value)),
  url: text(2_000, (value) => /^https?:\/\/\S+$/.test(value)),
  chat: text(200),
  time: text(5, (value) => /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(value)),
  duration: text(100, isDuration),
  cron: text(200, (value) => /^(@\w+|\S+(\s+\S+){4,5})$/.test(value.trim())),
  days: (value) =>
    value === 'business' || (Array.isArray(value) && value.length <= MOST_IN_LIST && value.every(text(100))),
  list: (value) => Array.isArray(value) && value.length <= MOST_IN_LIST,
};

/** Whether a value is of the kind that a field asks for. */
export const fits = ({ kind }: TemplateField, value: Json): boolean => FITS[kind](value);

/** The document in the language of whoever asks, as a copy. */
export const documentIn = ({ document, en }: Template, locale: Locale): FlowDocument => {
  const copy = structuredClone(document);
  if (locale === 'en')
    for (const [pointer, words] of Object.entries(en)) writeAt(copy as unknown as Json, pointer, words);
  return copy;
};

/** Puts real connections in the place of the keys that the template names; what was not chosen is left out, to be chosen later. */
const connect = (document: FlowDocument, template: Template, connections: Filling['connections']): void => {
  const keys = new Set(template.needs.map(({ key }) => key));
  const put = (holder: Record<string, unknown> | undefined, name: string) => {
    const key = holder?.[name];
    if (!holder || typeof key !== 'string' || !keys.has(key)) return;
    const chosen = connections[key];
    if (chosen === undefined) delete holder[name];
    else holder[name] = chosen;
  };
  const { config } = document.trigger;
  put(config, 'account');
  put(config.auth as Record<string, unknown> | undefined, 'connection');
  for (const node of document.nodes) {
    put(node as unknown as Record<string, unknown>, 'connection');
    put(node.compensation as unknown as Record<string, unknown> | undefined, 'connection');
  }
};

/** The flow that comes of a template. Values are those that fit: see `fits`. */
export const fillTemplate = (template: Template, { locale, values, connections, name }: Filling): Filled => {
  const document = documentIn(template, locale);
  const missingValues: string[] = [];
  for (const { key, pointer } of template.setup) {
    const given = Object.hasOwn(values, key) ? values[key] : undefined;
    if (given !== undefined && !isEmpty(given)) writeAt(document as unknown as Json, pointer, given);
    else if (isEmpty(valueAt(document as unknown as Json, pointer))) missingValues.push(key);
  }
  connect(document, template, connections);
  if (name !== undefined) document.name = name;
  const missingConnections = template.needs.map(({ key }) => key).filter((key) => connections[key] === undefined);
  // What the flow came of; the language keeps such fields and never reads them.
  Object.assign(document, { 'x-template': template.id });
  return { document, missingValues, missingConnections };
};
