import { z } from 'zod';

const DEFAULTS = { openai: 'https://api.openai.com/v1', anthropic: 'https://api.anthropic.com' };

/** Of a model, in US dollars for a million tokens. */
export const ownPrice = z.strictObject({
  input: z.number().min(0),
  output: z.number().min(0).default(0),
  cachedInput: z.number().min(0).optional(),
});

/** Config and secret of an opened connection. */
export const storedAi = z.object({
  provider: z.enum(['openai', 'anthropic', 'compatible']),
  baseUrl: z.string().optional(),
  apiKey: z.string(),
  model: z.string(),
  embeddingModel: z.string().optional(),
  structured: z.enum(['schema', 'json', 'prompt']).default('schema'),
  fallbackModel: z.string().optional(),
  fallbackConnection: z.string().optional(),
  prices: z.record(z.string(), ownPrice).optional(),
});
export type StoredAi = z.output<typeof storedAi>;

/** Where a connection's calls go. */
export const baseUrlOf = ({ provider, baseUrl }: Pick<StoredAi, 'provider' | 'baseUrl'>): string =>
  baseUrl ?? (provider === 'compatible' ? '' : DEFAULTS[provider]);
