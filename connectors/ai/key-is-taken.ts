import { failure } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { dialedFetch } from './dialed-fetch.ts';
import { providerFailure } from './provider-failure.ts';
import { baseUrlOf, storedAi } from './stored.ts';

/** Asks for the list of models, which costs nothing: fails where the key is not taken, or nobody answers. */
export const keyIsTaken = async ({ connection, services, timeoutMs, signal }: ActionContext): Promise<void> => {
  if (!connection) throw failure('missing_connection', 'Falta a conexão.', 'The connection is missing.');
  const stored = storedAi.parse({ ...connection.config, ...connection.secret });
  const base = baseUrlOf(stored).replace(/\/$/, '');
  const own = stored.provider === 'anthropic';
  const { fetch } = dialedFetch({ dial: services.dial, hosts: connection.hosts, timeoutMs, signal });
  const answer = await fetch(`${base}${own ? '/v1' : ''}/models`, {
    headers: own
      ? { 'x-api-key': stored.apiKey, 'anthropic-version': '2023-06-01' }
      : { authorization: `Bearer ${stored.apiKey}` },
  });
  // Not every compatible server lists its models; that it asks for no other key is what we wanted to know.
  if (answer.ok || answer.status === 404 || answer.status === 405) return;
  const error = Object.assign(new Error('status'), {
    status: answer.status,
    error: await answer.json().catch(() => null),
  });
  throw providerFailure(error, connection.name, () => 0);
};
