import { RE2JS } from 're2js';
import type { Text } from '../../json.ts';

/** Why `pattern` cannot be used, or null. The syntax is RE2's: everything that matches in linear time. */
export const patternProblem = (pattern: string): Text | null => {
  try {
    RE2JS.compile(pattern);
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    return { pt: `Padrão inválido: ${why}`, en: `Invalid pattern: ${why}` };
  }
};
