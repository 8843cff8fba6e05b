import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import { action } from '../action.ts';
import { field } from '../form-field.ts';
import { callModel } from './call-model.ts';
import { AI_TIMEOUT, aiConnectionNeeded, exampleUsage, modelField, usageShape } from './fields.ts';
import type { OpenModel } from './open-model.ts';
import type { EmbedRequest } from './provider.ts';

const text = z.string().min(1).max(200_000);

export const aiEmbed = action({
  id: 'ai.embed',
  version: 1,
  title: { pt: 'Vetores de textos', en: 'Embed texts' },
  description: {
    pt: 'Faz de cada texto um vetor, para achar textos parecidos.',
    en: 'Makes a vector of each text, to find texts that are alike.',
  },
  group: 'ai',
  icon: 'vector',
  config: z.strictObject({
    texts: field(z.union([text, z.array(text).min(1).max(100)]), {
      title: { pt: 'Textos', en: 'Texts' },
      help: { pt: 'Um texto, ou uma lista de até 100.', en: 'One text, or a list of up to 100.' },
      widget: 'expression',
      examples: ['{{ trigger.data.text }}'],
    }),
    model: modelField(),
    dimensions: field(z.int().min(1).max(10_000).optional(), {
      title: { pt: 'Dimensões', en: 'Dimensions' },
      help: { pt: 'Vazio: as do modelo.', en: 'Empty: the model’s own.' },
      rare: true,
    }),
  }),
  output: z.object({ vectors: z.array(z.array(z.number())), ...usageShape }),
  effect: 'keyed',
  timeout: AI_TIMEOUT,
  connection: aiConnectionNeeded,
  example: { vectors: [[0.1, 0.2, 0.3]], ...exampleUsage, model: 'text-embedding-3-small' },
  run: async ({ texts, model, dimensions }, context) => {
    const all = typeof texts === 'string' ? [texts] : texts;
    const bytes = all.reduce((sum, one) => sum + Buffer.byteLength(one), 0);
    const { answer, spent } = await callModel(
      {
        action: 'ai.embed',
        purpose: 'embed',
        model,
        atMost: { inputTokens: 10 + Math.ceil(bytes / 3), cachedInputTokens: 0, outputTokens: 0 },
        send: (open) => embedderOf(open)({ model: open.model, texts: all, dimensions: dimensions ?? null }),
      },
      context,
    );
    if (answer.vectors.length !== all.length)
      throw failure('bad_output', 'Veio outro número de vetores.', 'Another number of vectors came.');
    const { costNanoUsd, ...tokens } = spent;
    const costUsd = costNanoUsd === null ? null : costNanoUsd / 1e9;
    return { vectors: answer.vectors, model: answer.model, usage: { ...tokens, costUsd } };
  },
});

const embedderOf =
  ({ provider, stored }: OpenModel) =>
  (request: EmbedRequest) => {
    if (provider.embed) return provider.embed(request);
    throw failure(
      'bad_config',
      `O provedor ${stored.provider} não faz vetores.`,
      `The provider ${stored.provider} makes no vectors.`,
    );
  };
