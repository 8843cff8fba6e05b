import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure } from '#flow/errors.ts';
import { field } from '../form-field.ts';

export const algorithm = () =>
  field(z.enum(['sha256', 'sha1', 'sha512']).default('sha256'), {
    title: { pt: 'Algoritmo', en: 'Algorithm' },
    help: { pt: 'SHA-1 só para quem ainda exige.', en: 'SHA-1 only for those who still ask for it.' },
    widget: 'select',
    labels: {
      sha256: { pt: 'SHA-256', en: 'SHA-256' },
      sha1: { pt: 'SHA-1', en: 'SHA-1' },
      sha512: { pt: 'SHA-512', en: 'SHA-512' },
    },
  });

export const encoding = () =>
  field(z.enum(['hex', 'base64', 'base64url']).default('hex'), {
    title: { pt: 'Assinatura em', en: 'Signature in' },
    help: { pt: 'Como quem confere espera ler.', en: 'As the one who checks expects to read it.' },
    widget: 'select',
    labels: {
      hex: { pt: 'Hexadecimal', en: 'Hexadecimal' },
      base64: { pt: 'Base64', en: 'Base64' },
      base64url: { pt: 'Base64 para URL', en: 'Base64 for URLs' },
    },
  });

export const payload = () =>
  field(z.string(), {
    title: { pt: 'Texto', en: 'Text' },
    help: {
      pt: 'Byte por byte o que é assinado; objetos: use json(…).',
      en: 'Byte for byte what is signed; for objects use json(…).',
    },
    widget: 'expression',
    lines: 'many',
    examples: ['{{ json(trigger.data) }}'],
  });

/** HMAC of a text with the connection's secret, which never leaves this process. */
export const hmacWith = (connection: ConnectionValue | null, algorithm: string, text: string): Buffer => {
  const secret = connection?.secret.secret;
  if (typeof secret !== 'string')
    throw failure('missing_connection', 'A conexão não tem segredo.', 'The connection holds no secret.');
  return createHmac(algorithm, secret).update(text).digest();
};
