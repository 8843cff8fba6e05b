import { z } from 'zod';
import type { JsonSchema } from '#flow/json.ts';
import { field } from '../form-field.ts';

/** Enough for an answer and the reasoning that newer models put before it. */
const DEFAULT_MAX_TOKENS = 8_192;

export const aiConnectionNeeded = { connectors: ['ai'], required: true };

/** Models think; half a minute is too short for some. Above a minute an action becomes a workflow (docs/decisions/010). */
export const AI_TIMEOUT = 'PT1M';

export const modelField = () =>
  field(z.string().min(1).max(200).optional(), {
    title: { pt: 'Modelo', en: 'Model' },
    help: { pt: 'Vazio: o da conexão.', en: 'Empty: the connection’s own.' },
    examples: ['gpt-5-mini', 'claude-haiku-5-5'],
  });

export const temperatureField = () =>
  field(z.number().min(0).max(2).optional(), {
    title: { pt: 'Temperatura', en: 'Temperature' },
    help: {
      pt: '0: quase sempre a mesma resposta. Modelos mais novos não aceitam este campo.',
      en: '0: almost always the same answer. Newer models do not take this field.',
    },
    rare: true,
  });

export const maxTokensField = () =>
  field(z.int().min(1).max(200_000).default(DEFAULT_MAX_TOKENS), {
    title: { pt: 'Máximo de tokens da resposta', en: 'Most tokens of the answer' },
    help: {
      pt: 'Conta também o raciocínio do modelo. É o que o orçamento reserva.',
      en: 'Counts the model’s reasoning, too. It is what the budget reserves.',
    },
    rare: true,
  });

export const schemaField = <S extends z.ZodType>(schema: S, pt: string, en: string) =>
  field(schema, {
    title: { pt, en },
    help: {
      pt: 'Os campos que a resposta tem. Ela é conferida; o que não cabe é pedido de novo, até duas vezes.',
      en: 'The fields that the answer has. It is checked; what does not fit is asked for again, twice at most.',
    },
    widget: 'schema',
    examples: [{ type: 'object', properties: { nome: { type: 'string' } }, required: ['nome'] }],
  });

/** Erasure: a JSON Schema is any object; the schema checker reads it. */
export const jsonSchema = (): z.ZodType<JsonSchema> => z.record(z.string(), z.unknown()) as z.ZodType<JsonSchema>;

export const fileValue = z.looseObject({ file: z.string(), name: z.string(), type: z.string() });

export const filesField = () =>
  field(
    z
      .array(field(fileValue, { title: { pt: 'Arquivo', en: 'File' }, widget: 'file' }))
      .max(10)
      .optional(),
    {
      title: { pt: 'Arquivos', en: 'Files' },
      help: {
        pt: 'Imagens (PNG, JPEG, GIF, WebP) e PDFs, até 10 MB ao todo.',
        en: 'Pictures (PNG, JPEG, GIF, WebP) and PDFs, 10 MB in all.',
      },
      widget: 'list',
    },
  );

/** What every action of this folder tells of its calls, beside its answer. */
export const usageShape = {
  model: z.string(),
  usage: z.object({
    inputTokens: z.int(),
    cachedInputTokens: z.int(),
    outputTokens: z.int(),
    /** null: nobody told us the model's price. */
    costUsd: z.number().nullable(),
  }),
};

export const exampleUsage = {
  model: 'gpt-5-mini',
  usage: { inputTokens: 120, cachedInputTokens: 0, outputTokens: 40, costUsd: 0.00011 },
};
