import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { ConnectionValue } from '../action.ts';

const Stored = z.object({
  host: z.string(),
  port: z.int(),
  security: z.enum(['starttls', 'tls', 'none']),
  user: z.string().optional(),
  password: z.string().optional(),
  ca: z.string().optional(),
  from: z.string(),
});
export type Stored = z.output<typeof Stored>;

/** What a connection of the kind `smtp` holds. */
export const storedIn = (connection: ConnectionValue | null): Stored => {
  if (!connection) throw failure('missing_connection', 'Falta a conexão de e-mail.', 'The mail connection is missing.');
  return Stored.parse({ ...connection.config, ...connection.secret });
};
