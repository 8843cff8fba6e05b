import { inLocale, type Json, type Locale, type Text } from '#flow/json.ts';
import { documentIn } from './fill-template.ts';
import { templatesOf } from './gallery.ts';
import { valueAt } from './pointer.ts';
import type { Kit, Template } from './template.ts';

const setupOf = (template: Template, document: Json, locale: Locale) =>
  template.setup.map(({ key, title, help, kind, example, pointer, parts = [] }) => ({
    key,
    title: inLocale(title, locale),
    help: inLocale(help, locale),
    kind,
    example,
    parts: parts.map((part) => ({ ...part, title: inLocale(part.title, locale) })),
    /** What counts where nothing is said. */
    start: valueAt(document, pointer) ?? null,
  }));

const needsOf = (template: Template, locale: Locale) =>
  template.needs.map(({ key, connector, purpose }) => ({ key, connector, purpose: inLocale(purpose, locale) }));

/** A template as lists show it; the document comes along, for its picture is drawn from it. */
export const summarizeTemplate = (template: Template, locale: Locale) => {
  const document = documentIn(template, locale) as unknown as Json;
  return {
    id: template.id,
    title: inLocale(template.title, locale),
    summary: inLocale(template.summary, locale),
    category: template.category,
    segments: template.segments,
    connectors: [...new Set(template.needs.map(({ connector }) => connector))],
    trigger: template.document.trigger.type,
    document,
  };
};

/** A template with all that one needs to use it. */
export const viewTemplate = (template: Template, locale: Locale) => {
  const summary = summarizeTemplate(template, locale);
  return {
    ...summary,
    story: template.story.map((line) => inLocale(line, locale)),
    needs: needsOf(template, locale),
    setup: setupOf(template, summary.document, locale),
    tables: template.tables.map(({ name, description, columns }) => ({
      name,
      description: inLocale(description, locale),
      columns,
    })),
    sample: template.sample.map(({ title, data }) => ({ title: inLocale(title, locale), data })),
  };
};

const firstOfKey = <T extends { key: string }>(list: T[]): T[] =>
  [...new Map(list.toReversed().map((one) => [one.key, one])).values()].toReversed();

/** A kit, with what its templates ask for: what several ask for stands there once. */
export const viewKit = (kit: Kit, locale: Locale) => {
  const templates = templatesOf(kit);
  return {
    id: kit.id,
    segment: kit.segment,
    title: inLocale(kit.title, locale),
    summary: inLocale(kit.summary, locale),
    templates: templates.map(({ id, title, summary }) => ({
      id,
      title: inLocale(title, locale),
      summary: inLocale(summary, locale),
    })),
    needs: firstOfKey(templates.flatMap((one) => needsOf(one, locale))),
    setup: firstOfKey(templates.flatMap((one) => setupOf(one, documentIn(one, locale) as unknown as Json, locale))),
    tables: [...new Set(templates.flatMap(({ tables }) => tables.map(({ name }) => name)))],
  };
};

const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Whether a template says a word, in either language, whatever its case and accents. */
export const says = ({ title, summary, story }: Template, words: string): boolean => {
  const both = (text: Text) => `${text.pt} ${text.en}`;
  const all = folded([title, summary, ...story].map(both).join(' '));
  return folded(words)
    .split(/\s+/)
    .every((word) => all.includes(word));
};
