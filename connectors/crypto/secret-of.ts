import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure } from '#flow/errors.ts';
import { field } from '../form-field.ts';

export const algorithm = () =>
  field(z.enum(['sha256', 'sha1', 'sha512']).default('sha256'), {
    title: { pt: 'Algoritmo', en: 'Algorithm' },
    help: { pt: 'sha1 só para quem ainda exige.', en: 'sha1 only for those who still ask for it.' },
    widget: 'select',
  });

export const encoding = () =>
  field(z.enum(['hex', 'base64', 'base64url']).default('hex'), {
    title: { pt: 'Escrita', en: 'Encoding' },
    widget: 'select',
  });

export const payload = () =>
  field(z.string(), {
    title: { pt: 'Texto', en: 'Text' },
    help: {
      pt: 'Byte por byte o que é assinado; objetos: use json(…).',
      en: 'Byte for byte what is signed; for objects use json(…).',
    },
    widget: 'expression',
  });

/** HMAC of a text with the connection's secret, which never leaves this process. */
export const hmacWith = (connection: ConnectionValue | null, algorithm: string, text: string): Buffer => {
  const secret = connection?.secret.secret;
  if (typeof secret !== 'string')
    throw failure('missing_connection', 'A conexão não tem segredo.', 'The connection holds no secret.');
  return createHmac(algorithm, secret).update(text).digest();
};
