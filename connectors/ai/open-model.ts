import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { ActionContext } from '../action.ts';
import { anthropicProvider } from './anthropic-provider.ts';
import { dialedFetch } from './dialed-fetch.ts';
import { type Endpoint, openAiProvider } from './openai-provider.ts';
import type { AiProvider } from './provider.ts';
import { baseUrlOf, type StoredAi, storedAi } from './stored.ts';

/** A model that can be called: which, where, and by whose key. */
export interface OpenModel {
  connection: ConnectionValue;
  stored: StoredAi;
  model: string;
  provider: AiProvider;
}

/** What an action wants: the answers of a chat, or vectors. */
export type Purpose = 'chat' | 'embed';

/** The model that the step names, or its connection's own. Fails with `bad_config` where there is none for the purpose. */
export const openModel = async (
  connection: ConnectionValue,
  asked: string | undefined,
  purpose: Purpose,
  context: ActionContext,
): Promise<OpenModel> => {
  const stored = storedAi.parse({ ...connection.config, ...connection.secret });
  const model = asked ?? (purpose === 'chat' ? stored.model : stored.embeddingModel);
  if (model === undefined)
    throw failure(
      'bad_config',
      'Falta o modelo de vetores, na etapa ou na conexão.',
      'The embedding model is missing, in the step or in the connection.',
    );
  return { connection, stored, model, provider: await providerOf(stored, connection, context) };
};

const providerOf = async (
  stored: StoredAi,
  connection: ConnectionValue,
  { timeoutMs, signal, services }: ActionContext,
): Promise<AiProvider> => {
  const { fetch, streamed, within } = dialedFetch({ dial: services.dial, hosts: connection.hosts, timeoutMs, signal });
  const { apiKey, structured } = stored;
  const endpoint: Endpoint = { baseUrl: baseUrlOf(stored), apiKey, structured, timeoutMs, fetch, streamed };
  const { chat, embed } =
    stored.provider === 'anthropic'
      ? await anthropicProvider(endpoint)
      : await openAiProvider(endpoint, stored.provider === 'openai');
  return {
    chat: (request, onText) => within(() => chat(request, onText)),
    embed: embed && ((request) => within(() => embed(request))),
  };
};

/**
 * What stands in for a model whose provider is down: the connection's fallback, one step and no further. null where it
 * names none, or names a connection that is not there or of another kind.
 */
export const fallbackOf = async (
  { connection, stored, model }: OpenModel,
  purpose: Purpose,
  context: ActionContext,
): Promise<OpenModel | null> => {
  // Vectors of two models do not lie in one space: nothing can stand in for them.
  if (purpose === 'embed') return null;
  const { fallbackConnection, fallbackModel } = stored;
  if (fallbackConnection === undefined) {
    if (fallbackModel === undefined || fallbackModel === model) return null;
    return openModel(connection, fallbackModel, purpose, context);
  }
  try {
    const other = await context.services.connections.open(context.tenant.id, fallbackConnection);
    return other.connector === 'ai' ? await openModel(other, fallbackModel, purpose, context) : null;
  } catch (error) {
    if (error instanceof TramaError && error.code === 'missing_connection') return null;
    throw error;
  }
};
