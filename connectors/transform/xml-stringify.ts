import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { fileName, result, resultAs, resultOf } from './result.ts';

const MAX_DEPTH = 100;
const NAME = /^@?[\p{L}_][\p{L}\p{N}_.-]*(:[\p{L}_][\p{L}\p{N}_.-]*)?$/u;
/** What XML 1.0 cannot hold, not even escaped. */
const FORBIDDEN = /[^\P{Cc}\t\n\r\u007f-\u009f]|[\ufffe\uffff]/u;

export const transformXmlStringify = action({
  id: 'transform.xmlStringify',
  version: 1,
  title: { pt: 'Escrever XML', en: 'Write XML' },
  description: {
    pt: 'Escreve um objeto como XML: "@nome" é atributo, "#text" é texto, listas repetem o elemento.',
    en: 'Writes an object as XML: "@name" is an attribute, "#text" is text, lists repeat the element.',
  },
  group: 'data',
  icon: 'file-type-xml',
  config: z.strictObject({
    value: field(anyJson(), {
      title: { pt: 'Valor', en: 'Value' },
      help: { pt: 'Um objeto com uma chave, a raiz.', en: 'An object with one key, the root.' },
      widget: 'expression',
      examples: ['{{ steps.montar }}'],
    }),
    declaration: field(z.boolean().default(true), {
      title: { pt: 'Com declaração <?xml?>', en: 'With <?xml?>' },
      rare: true,
    }),
    pretty: field(z.boolean().default(false), { title: { pt: 'Com recuos', en: 'Indented' }, rare: true }),
    as: resultAs(),
    name: fileName('pedido.xml', { when: { as: ['file'] }, rare: false }),
  }),
  output: result(),
  effect: 'none',
  example: { text: '<pedido id="7"><sku>A1</sku></pedido>', file: null },
  run: async ({ value, declaration, pretty, as, name }, context) => {
    if (!isObject(value) || Object.keys(value).length !== 1 || Object.keys(value)[0]?.startsWith('@'))
      throw failure(
        'bad_config',
        'O valor é um objeto com uma chave, a raiz.',
        'The value is an object with one key, the root.',
      );
    if (Array.isArray(Object.values(value)[0])) throw failure('bad_config', 'A raiz é uma só.', 'There is one root.');
    check(value, 0);
    const { XMLBuilder } = await import('fast-xml-parser');
    const builder = new XMLBuilder({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      processEntities: true,
      suppressBooleanAttributes: false,
      suppressEmptyNode: true,
      format: pretty,
    });
    const head = declaration ? `<?xml version="1.0" encoding="UTF-8"?>${pretty ? '\n' : ''}` : '';
    const text = `${head}${builder.build(value)}`;
    return await resultOf({ text, name: name ?? 'dados.xml', type: 'application/xml', as }, context);
  },
});

const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A key becomes markup, so it must be a name; fails with `bad_config`, and with `bad_value` on characters that XML lacks. */
const check = (value: Json, depth: number): void => {
  if (depth > MAX_DEPTH) throw failure('bad_config', `Mais de ${MAX_DEPTH} níveis.`, `More than ${MAX_DEPTH} levels.`);
  if (typeof value === 'string' && FORBIDDEN.test(value))
    throw failure('bad_value', 'Há um caractere que XML não pode ter.', 'There is a character that XML cannot hold.');
  if (Array.isArray(value)) for (const one of value) check(one, depth + 1);
  else if (isObject(value))
    for (const [key, one] of Object.entries(value)) {
      if (key !== '#text' && !NAME.test(key))
        throw failure(
          'bad_config',
          `"${key.slice(0, 60)}" não é nome de XML.`,
          `"${key.slice(0, 60)}" is no XML name.`,
        );
      if ((key.startsWith('@') || key === '#text') && typeof one === 'object' && one !== null)
        throw failure('bad_config', `"${key}" é um valor simples.`, `"${key}" is a plain value.`);
      check(one, depth + 1);
    }
};
