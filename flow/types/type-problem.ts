import type { Text } from '../json.ts';
import type { ProblemCode } from '../problem.ts';

/** Character offsets, end exclusive. */
export interface Range {
  start: number;
  end: number;
}

/** What is wrong with an expression; the range counts from the expression's first character. */
export interface TypeProblem {
  code: ProblemCode;
  severity: 'error' | 'warning';
  message: Text;
  range: Range;
}

/** `, você quis dizer "x"?`, or nothing where no name is near. */
export const didYouMean = (name: string | undefined): Text =>
  name === undefined ? { pt: '', en: '' } : { pt: ` Você quis dizer "${name}"?`, en: ` Did you mean "${name}"?` };

/** A text in both languages from a template whose parts may themselves be in both. */
export const say = (pt: string, en: string, ...parts: (Text | string)[]): Text => {
  const fill = (template: string, language: 'pt' | 'en') =>
    template.replace(/\$(\d)/g, (_, n: string) => {
      const part = parts[Number(n) - 1] ?? '';
      return typeof part === 'string' ? part : part[language];
    });
  return { pt: fill(pt, 'pt'), en: fill(en, 'en') };
};
