import { z } from 'zod';
import { action } from '../action.ts';
import { anyJson, field } from '../form-field.ts';
import { encoding, input, inputText } from './input-text.ts';
import { jsonValue } from './json-value.ts';

export const transformJsonParse = action({
  id: 'transform.jsonParse',
  version: 1,
  title: { pt: 'Ler JSON', en: 'Read JSON' },
  description: {
    pt: 'Lê JSON, ou JSON por linhas, de um arquivo guardado ou texto grande. Para textos curtos há parseJson().',
    en: 'Reads JSON, or JSON by lines, from a kept file or a large text. For short texts there is parseJson().',
  },
  group: 'data',
  icon: 'braces',
  config: z.strictObject({
    input: input(),
    lines: field(z.boolean().default(false), {
      title: { pt: 'Um valor por linha', en: 'One value a line' },
      help: { pt: 'JSON Lines: o resultado é uma lista.', en: 'JSON Lines: the result is a list.' },
    }),
    encoding: encoding(),
  }),
  output: z.object({ value: anyJson() }),
  effect: 'none',
  example: { value: {} },
  run: async ({ input: from, lines, encoding: charset }, context) => {
    const text = await inputText(from, charset, context);
    if (!lines) return { value: jsonValue(text) };
    const numbered = text.split('\n').map((line, i) => [line.trim(), i + 1] as const);
    return { value: numbered.filter(([line]) => line !== '').map(([line, n]) => jsonValue(line, n)) };
  },
});
