import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';

/**
 * An unguessable token, from the system's random numbers (the language's `random()` is seeded and no secret). Each attempt
 * draws anew; the one whose answer is recorded counts, for nobody else has seen the others. The token stands in the run's
 * trace like any output: a flow that hands out passwords lists its path in `settings.redact`.
 */
export const cryptoToken = action({
  id: 'crypto.token',
  version: 1,
  title: { pt: 'Gerar token', en: 'Make a token' },
  description: {
    pt: 'Um token que ninguém adivinha: para links, senhas provisórias e códigos. Fica no histórico, a não ser que os ajustes do fluxo o escondam.',
    en: 'A token that nobody guesses: for links, first passwords and codes. It stays in the history, unless the settings of the flow hide it.',
  },
  group: 'data',
  icon: 'dice-5',
  config: z.strictObject({
    bytes: field(z.int().min(16).max(256).default(32), {
      title: { pt: 'Bytes de acaso', en: 'Random bytes' },
      help: {
        pt: 'Mais bytes, mais difícil de adivinhar. 32 bastam.',
        en: 'More bytes are harder to guess. 32 are enough.',
      },
      when: { encoding: ['base64url', 'hex'] },
    }),
    encoding: field(z.enum(['base64url', 'hex', 'digits']).default('base64url'), {
      title: { pt: 'Feito de', en: 'Made of' },
      widget: 'select',
      labels: {
        base64url: { pt: 'Letras e números', en: 'Letters and digits' },
        hex: { pt: 'Hexadecimal', en: 'Hexadecimal' },
        digits: { pt: 'Só dígitos', en: 'Digits only' },
      },
    }),
    digits: field(z.int().min(4).max(32).default(6), {
      title: { pt: 'Quantos dígitos', en: 'How many digits' },
      help: { pt: 'Poucos dígitos pedem um limite de tentativas.', en: 'Few digits ask for a limit of tries.' },
      when: { encoding: ['digits'] },
    }),
  }),
  output: z.object({ token: z.string() }),
  effect: 'none',
  example: { token: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA' },
  run: async ({ bytes, encoding, digits }) => ({
    token:
      encoding === 'digits'
        ? Array.from({ length: digits }, () => randomInt(10)).join('')
        : randomBytes(bytes).toString(encoding),
  }),
});
