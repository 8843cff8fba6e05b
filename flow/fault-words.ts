import { z } from 'zod';
import type { Text } from './json.ts';

const Words = z.object({ pt: z.string(), en: z.string() });

/**
 * What a schema's own check says of a fault: zod would take a message as it stands, whatever language its reader has. Beside the
 * check: `.refine(fits, faultWords('…', '…'))`, and in an issue that is added.
 */
export const faultWords = (pt: string, en: string): { params: Text } => ({ params: { pt, en } });

/** Null: the schema has no words of its own, and zod's are there in both languages. */
export const wordsOf = (issue: z.core.$ZodIssue): Text | null => {
  const said = issue.code === 'custom' ? Words.safeParse(issue.params) : null;
  return said?.success ? said.data : null;
};
