import { z } from 'zod';
import { connectionType } from '../connection.ts';
import { field } from '../form-field.ts';
import { keyIsTaken } from './key-is-taken.ts';
import { baseUrlOf, ownPrice, storedAi } from './stored.ts';

const address = () => z.url({ protocol: /^https?$/ }).max(512);

const ADDRESS = {
  title: { pt: 'Endereço da API', en: 'Address of the API' },
  help: {
    pt: 'A chave só vai a este servidor; mudá-lo pede a chave de novo. Vazio: o do provedor.',
    en: 'The key goes to this server alone; changing it asks for the key again. Empty: the provider’s own.',
  },
  widget: 'url' as const,
  examples: ['https://llm.example.com/v1'],
};

const fields = {
  baseUrl: field(address().optional(), ADDRESS),
  apiKey: field(z.string().min(1).max(4096), { title: { pt: 'Chave da API', en: 'API key' }, widget: 'secret' }),
  model: field(z.string().min(1).max(200), {
    title: { pt: 'Modelo', en: 'Model' },
    help: { pt: 'Usado onde a etapa não escolhe outro.', en: 'Used where a step chooses no other.' },
    examples: ['gpt-5-mini', 'claude-haiku-5-5'],
  }),
  structured: field(z.enum(['schema', 'json', 'prompt']).default('schema'), {
    title: { pt: 'Resposta por esquema', en: 'Answers by schema' },
    help: {
      pt: 'O que o servidor sabe: esquemas, só JSON, ou nem isso (o pedido vai no texto).',
      en: 'What the server can do: schemas, JSON alone, or neither (it is asked for in words).',
    },
    widget: 'select',
    labels: {
      schema: { pt: 'Por esquema', en: 'By schema' },
      json: { pt: 'Só JSON', en: 'JSON only' },
      prompt: { pt: 'No texto do pedido', en: 'In the prompt' },
    },
  }),
  fallbackModel: field(z.string().min(1).max(200).optional(), {
    title: { pt: 'Modelo reserva', en: 'Fallback model' },
    help: { pt: 'Usado enquanto o provedor está fora do ar.', en: 'Used while the provider is down.' },
  }),
  fallbackConnection: field(z.string().min(1).max(120).optional(), {
    title: { pt: 'Conexão reserva', en: 'Fallback connection' },
    help: { pt: 'Outra conexão de IA, por nome ou id.', en: 'Another AI connection, by name or id.' },
  }),
  prices: field(z.record(z.string().min(1).max(200), ownPrice).optional(), {
    title: { pt: 'Preços', en: 'Prices' },
    help: {
      pt: 'Dólares por milhão de tokens, por modelo; valem antes dos de tabela.',
      en: 'US dollars for a million tokens, by model; they come before the listed ones.',
    },
    widget: 'json',
    examples: [{ 'gpt-5-mini': { input: 0.25, output: 2, cachedInput: 0.025 } }],
  }),
};

const embeddingModel = field(z.string().min(1).max(200).optional(), {
  title: { pt: 'Modelo de vetores', en: 'Embedding model' },
  examples: ['text-embedding-3-small'],
});

/** With its port: a key for one server is not for another one on the same machine. */
const hostOf = (text: string): string => {
  const { hostname, port, protocol } = new URL(text);
  return `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`;
};

export const aiConnection = connectionType({
  connector: 'ai',
  title: { pt: 'Inteligência artificial', en: 'Artificial intelligence' },
  description: {
    pt: 'OpenAI, Anthropic ou qualquer servidor compatível com a API da OpenAI.',
    en: 'OpenAI, Anthropic, or any server that speaks OpenAI’s API.',
  },
  icon: 'sparkles',
  fields: z.discriminatedUnion('provider', [
    z.strictObject({ ...fields, provider: z.literal('openai'), embeddingModel }),
    z.strictObject({ ...fields, provider: z.literal('anthropic') }),
    z.strictObject({
      ...fields,
      provider: z.literal('compatible'),
      baseUrl: field(address(), ADDRESS),
      embeddingModel,
    }),
  ]),
  hosts: null,
  hostsFrom: (body) => [hostOf(baseUrlOf(storedAi.parse(body)))],
  secret: ['apiKey'],
  test: keyIsTaken,
});
