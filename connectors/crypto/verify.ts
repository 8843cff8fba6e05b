import { z } from 'zod';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { isBase64Of, isHexOf } from '../webhook/signature.ts';
import { algorithm, hmacWith, payload } from './secret-of.ts';

export const cryptoVerify = action({
  id: 'crypto.verify',
  version: 1,
  title: { pt: 'Conferir assinatura', en: 'Verify a signature' },
  description: {
    pt: 'Diz se a assinatura (HMAC, em hex ou base64) é do texto, com o segredo de uma conexão.',
    en: 'Tells if the signature (HMAC, in hex or base64) is of the text, with the secret of a connection.',
  },
  group: 'data',
  icon: 'shield-check',
  config: z.strictObject({
    payload: payload(),
    signature: field(z.string(), {
      title: { pt: 'Assinatura', en: 'Signature' },
      help: { pt: 'Com ou sem sha256= antes.', en: 'With or without sha256= before it.' },
      widget: 'expression',
    }),
    algorithm: algorithm(),
  }),
  output: z.object({ valid: z.boolean() }),
  effect: 'none',
  connection: { connectors: ['secret', 'webhook'], required: true },
  example: { valid: true },
  run: async ({ payload, signature, algorithm }, { connection }) => {
    const expected = hmacWith(connection, algorithm, payload);
    const given = signature.trim().replace(/^sha(1|256|512)=/i, '');
    return { valid: isHexOf(given, expected) || isBase64Of(given, expected) };
  },
});
