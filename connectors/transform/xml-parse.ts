import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { encoding, input, inputText } from './input-text.ts';
import { jsonValue } from './json-value.ts';

const MAX_DEPTH = 100;

export const transformXmlParse = action({
  id: 'transform.xmlParse',
  version: 1,
  title: { pt: 'Ler XML', en: 'Read XML' },
  description: {
    pt: 'Lê um XML, como o de uma nota fiscal, em objetos. Nada de fora é buscado.',
    en: 'Reads XML, like that of an invoice, into objects. Nothing from outside is fetched.',
  },
  group: 'data',
  icon: 'file-type-xml',
  config: z.strictObject({
    input: input(),
    lists: field(z.array(z.string().min(1).max(256)).max(100).default([]), {
      title: { pt: 'Sempre listas', en: 'Always lists' },
      help: {
        pt: 'Nomes que são lista mesmo quando vêm uma vez só, como det na nota fiscal.',
        en: 'Names that are a list even where they come only once, like det in a Brazilian invoice.',
      },
      widget: 'list',
    }),
    removePrefixes: field(z.boolean().default(false), {
      title: { pt: 'Sem prefixos', en: 'Without prefixes' },
      help: { pt: 'soap:Body vira Body.', en: 'soap:Body becomes Body.' },
      rare: true,
    }),
    encoding: encoding(),
  }),
  output: z.object({ value: anyJson() }),
  effect: 'none',
  example: { value: { pedido: { '@id': '7', item: [{ sku: 'A1' }] } } },
  run: async ({ input: from, lists, removePrefixes, encoding: charset }, context) => {
    const text = await inputText(from, charset, context);
    if (/<!DOCTYPE/i.test(text)) throw bad('Um XML com DOCTYPE não é lido.', 'XML with a DOCTYPE is not read.');
    const { XMLParser, XMLValidator } = await import('fast-xml-parser');
    const valid = XMLValidator.validate(text);
    if (valid !== true) {
      const { line, msg } = valid.err;
      throw bad(`Linha ${line}: não é XML. ${msg}`, `Line ${line} is not XML. ${msg}`, line);
    }
    const always = new Set(lists);
    const parser = new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      ignoreDeclaration: true,
      ignorePiTags: true,
      // All is text, as it stands: an access key of 44 digits is no number.
      parseTagValue: false,
      parseAttributeValue: false,
      removeNSPrefix: removePrefixes,
      // Those of one character, by name or number: without a DOCTYPE there are no others to expand.
      processEntities: true,
      htmlEntities: true,
      maxNestedTags: MAX_DEPTH,
      isArray: (name) => always.has(String(name)),
    });
    try {
      return { value: jsonValue(JSON.stringify(parser.parse(text))) };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw bad(`Não é XML que se leia: ${reason}`, `Not XML that can be read: ${reason}`);
    }
  },
});

const bad = (pt: string, en: string, line?: number) =>
  failure('bad_value', pt, en, { ...(line !== undefined && { details: { line } }) });
