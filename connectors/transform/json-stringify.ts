import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { fileName, result, resultAs, resultOf } from './result.ts';

export const transformJsonStringify = action({
  id: 'transform.jsonStringify',
  version: 1,
  title: { pt: 'Escrever JSON', en: 'Write JSON' },
  description: {
    pt: 'Escreve um valor como JSON, com recuos ou por linhas, em texto ou arquivo.',
    en: 'Writes a value as JSON, indented or by lines, as a text or a file.',
  },
  group: 'data',
  icon: 'braces',
  config: z.strictObject({
    value: field(anyJson(), { title: { pt: 'Valor', en: 'Value' }, widget: 'expression' }),
    pretty: field(z.boolean().default(false), { title: { pt: 'Com recuos', en: 'Indented' } }),
    lines: field(z.boolean().default(false), {
      title: { pt: 'Um valor por linha', en: 'One value a line' },
      help: { pt: 'JSON Lines, de uma lista.', en: 'JSON Lines, of a list.' },
    }),
    as: resultAs(),
    name: fileName('dados.json', { when: { as: ['file'] }, rare: false }),
  }),
  output: result(),
  effect: 'none',
  example: { text: '{"a":1}', file: null },
  run: async ({ value, pretty, lines, as, name }, context) => {
    if (lines && !Array.isArray(value))
      throw failure('bad_config', 'JSON por linhas pede uma lista.', 'JSON by lines needs a list.');
    const type = lines ? 'application/x-ndjson' : 'application/json';
    const text =
      lines && Array.isArray(value)
        ? value.map((one) => `${JSON.stringify(one)}\n`).join('')
        : JSON.stringify(value, null, pretty ? 2 : undefined);
    return await resultOf({ text, name: name ?? (lines ? 'dados.jsonl' : 'dados.json'), type, as }, context);
  },
});
