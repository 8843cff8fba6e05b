import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { ConnectionValue } from '../action.ts';
import { mayReceive } from '../dial/redirect.ts';
import { checkedValue } from './headers.ts';

const Stored = z.discriminatedUnion('auth', [
  z.object({ auth: z.literal('basic'), username: z.string(), password: z.string() }),
  z.object({ auth: z.literal('bearer'), token: z.string() }),
  z.object({ auth: z.literal('header'), header: z.string(), value: z.string() }),
]);

/** The headers that a connection signs a request with, and the hosts that may see them. Fails where `url` is none of these. */
export const credentialOf = (
  connection: ConnectionValue,
  url: URL,
): { headers: Record<string, string>; hosts: readonly string[] } => {
  if (!mayReceive(connection.hosts, url)) {
    const hosts = connection.hosts.join(', ') || '—';
    throw failure(
      'address_refused',
      `A conexão "${connection.name}" só vale para ${hosts}, não para ${url.host}.`,
      `The connection "${connection.name}" is for ${hosts} only, not for ${url.host}.`,
      { details: { host: url.host, hosts: connection.hosts } },
    );
  }
  const stored = Stored.parse({ ...connection.config, ...connection.secret });
  return { headers: signed(stored), hosts: connection.hosts };
};

const signed = (stored: z.output<typeof Stored>): Record<string, string> => {
  switch (stored.auth) {
    case 'basic': {
      const pair = Buffer.from(`${stored.username}:${stored.password}`).toString('base64');
      return { authorization: `Basic ${pair}` };
    }
    case 'bearer':
      return { authorization: checkedValue('authorization', `Bearer ${stored.token}`) };
    case 'header': {
      const name = stored.header.toLowerCase();
      return { [name]: checkedValue(name, stored.value) };
    }
  }
};
