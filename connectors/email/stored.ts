import { z } from 'zod';
import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure } from '#flow/errors.ts';

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

/** What a connection of the kind `smtp` holds. Fails with `missing_connection`, `address_refused`. */
export const storedIn = (connection: ConnectionValue | null): Stored => {
  if (!connection) throw failure('missing_connection', 'Falta a conexão de e-mail.', 'The mail connection is missing.');
  const stored = Stored.parse({ ...connection.config, ...connection.secret });
  // The secret is bound to the hosts, not to the rest of the row: what names another server gets no password.
  const server = `${stored.host.toLowerCase()}:${stored.port}`;
  if (connection.hosts.includes(server)) return stored;
  throw failure('address_refused', `A conexão não vale para ${server}.`, `The connection is not for ${server}.`);
};
