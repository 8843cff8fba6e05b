import { describe, expect, test } from 'vitest';
import type { Json, Locale } from '#flow/json.ts';
import { checkRun } from '#tests/docs/examples.ts';
import { compileExample } from '#tests/docs/run-example.ts';
import { customerRuns } from '#tests/templates/customer-runs.ts';
import { officeRuns } from '#tests/templates/office-runs.ts';
import { fillTemplate, fits } from './fill-template.ts';
import { gallery, kits, templatesOf } from './gallery.ts';
import { valueAt } from './pointer.ts';
import type { Template } from './template.ts';
import { says, viewKit } from './view-template.ts';

const templates = [...gallery().values()];

/** A template with its fields filled as its examples say, and a connection for each need. */
const filled = (template: Template, locale: Locale) =>
  fillTemplate(template, {
    locale,
    values: Object.fromEntries(template.setup.map(({ key, example }) => [key, example])),
    connections: Object.fromEntries(template.needs.map(({ key }) => [key, `conexão ${key}`])),
  });

/** Fields that people read, wherever they stand. */
const WORDS = new Set([
  'name',
  'description',
  'label',
  'note',
  'title',
  'text',
  'subject',
  'body',
  'message',
  'html',
  'retryText',
  'system',
  'instructions',
  'assunto',
  'texto',
]);
/** Names that programs read. */
const OURS = /^\/(input|settings|output|trigger\/config)\/|^\/.+\/name$|\/labels\/\d+\/label$/;

/** Pointers of texts in a document: what stands in such a field, and what is Portuguese by its letters. */
const textsIn = (value: Json, at = ''): string[] => {
  if (typeof value === 'string') {
    const literal = value.replace(/\{\{.*?\}\}/gs, '');
    const key = at.split('/').at(-1) ?? '';
    const isText = WORDS.has(key) && /\p{L}{2}/u.test(literal) && !OURS.test(at);
    return isText || /[ãõçáéíóúâêô]/i.test(value) ? [at] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const parts = Array.isArray(value) ? value.map((one, i) => [String(i), one] as const) : Object.entries(value);
  return parts.flatMap(([key, one]) => textsIn(one, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`));
};

describe.each(templates.map((one) => [one.id, one] as const))('the template %s', (id, template) => {
  test('is whole in both languages: each text has its English', () => {
    const document = template.document as unknown as Json;
    expect(textsIn(document).filter((pointer) => !Object.hasOwn(template.en, pointer))).toEqual([]);
    for (const [pointer, words] of Object.entries(template.en)) {
      expect(valueAt(document, pointer), pointer).toBeTypeOf('string');
      const expressions = (text: string) => (text.match(/\{\{/g) ?? []).length;
      expect(expressions(words), pointer).toBe(expressions(valueAt(document, pointer) as string));
    }
    for (const node of template.document.nodes) expect(node.position, node.id).toBeDefined();
  });

  test.each(['pt-BR', 'en'] as const)('checks without an error once it is filled in (%s)', (locale) => {
    for (const field of template.setup) expect(fits(field, field.example), field.key).toBe(true);
    const { document, missingValues, missingConnections } = filled(template, locale);
    expect([missingValues, missingConnections]).toEqual([[], []]);
    const { problems } = compileExample(document as unknown as Json);
    expect(problems.filter(({ severity, code }) => severity === 'error' || code !== 'open_webhook')).toEqual([]);
  });

  test.each(['main', 'failure'] as const)('goes its %s way', (way) => {
    const expected = (customerRuns[id] ?? officeRuns[id])?.[way];
    const { document } = filled(template, 'pt-BR');
    const problems = id === 'lead-capture' ? { problems: ['warning:open_webhook'] } : {};
    expect(expected).toBeDefined();
    checkRun({ data: template.sample[0]?.data ?? {}, ...problems, ...expected }, document as unknown as Json);
  });
});

test('every kit names templates that are there, whose shared fields ask for the same, and whose shared tables are alike', () => {
  for (const kit of kits().values()) {
    const parts = templatesOf(kit);
    const { setup, needs } = viewKit(kit, 'pt-BR');
    expect(new Set(setup.map(({ key }) => key)).size).toBe(setup.length);
    expect(new Set(needs.map(({ key }) => key)).size).toBe(needs.length);
    const kinds = new Map<string, string>();
    for (const { key, kind } of parts.flatMap((one) => one.setup))
      expect(kinds.set(key, kinds.get(key) ?? kind).get(key)).toBe(kind);
    const tables = new Map<string, string>();
    for (const { name, columns } of parts.flatMap((one) => one.tables)) {
      const shape = JSON.stringify(columns);
      expect(tables.set(name, tables.get(name) ?? shape).get(name)).toBe(shape);
    }
  }
});

test('words are found in both languages, whatever their case and accents', () => {
  const found = (words: string) => templates.filter((one) => says(one, words)).map(({ id }) => id);
  expect(found('CARRINHO abandonado')).toEqual(['abandoned-cart']);
  expect(found('reclamacao')).toContain('ai-triage');
  expect(found('birthday')).toContain('birthday');
});

test('what was not chosen is left out, and what is still empty is told', () => {
  const template = gallery().get('order-alert') as Template;
  const { document, missingValues, missingConnections } = fillTemplate(template, {
    locale: 'en',
    values: { shop: 'Moto Sul' },
    connections: { mail: 'con_1' },
    name: 'Mine',
  });
  expect([missingValues, missingConnections]).toEqual([['teamChat'], ['shopHook', 'bot']]);
  expect(document).toMatchObject({
    name: 'Mine',
    vars: { loja: 'Moto Sul', grande: 50000 },
    trigger: { config: { auth: { type: 'header' } } },
  });
  const connections = document.nodes.map(({ connection }) => connection).filter(Boolean);
  expect(connections).toEqual(['con_1']);
});
