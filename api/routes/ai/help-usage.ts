import { z } from 'zod';

/** What a question to the help took. */
export const helpUsage = z.object({
  model: z.string().nullable().describe('Which model answered'),
  inputTokens: z.int(),
  outputTokens: z.int(),
  costUsd: z.number().nullable().describe('null: the model has no known price'),
});
