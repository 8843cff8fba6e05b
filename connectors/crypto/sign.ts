import { z } from 'zod';
import { action } from '../action.ts';
import { algorithm, encoding, hmacWith, payload } from './secret-of.ts';

export const cryptoSign = action({
  id: 'crypto.sign',
  version: 1,
  title: { pt: 'Assinar texto', en: 'Sign a text' },
  description: {
    pt: 'Assina (HMAC) um texto com o segredo de uma conexão, para quem confere a assinatura.',
    en: 'Signs (HMAC) a text with the secret of a connection, for those who check the signature.',
  },
  group: 'data',
  icon: 'signature',
  config: z.strictObject({ payload: payload(), algorithm: algorithm(), encoding: encoding() }),
  output: z.object({ signature: z.string() }),
  effect: 'none',
  connection: { connectors: ['secret', 'webhook'], required: true },
  example: { signature: '5d41402abc4b2a76b9719d911017c592' },
  run: async ({ payload, algorithm, encoding }, { connection }) => ({
    signature: hmacWith(connection, algorithm, payload).toString(encoding),
  }),
});
