import { TramaError } from '../errors.ts';
import { inLocale, type Locale, type Text } from '../json.ts';

type EvaluationCode = 'bad_value' | 'expression_too_expensive';

/** Both languages are kept (`text`), so that the caller can say it in the tenant's. */
const evaluationError = (code: EvaluationCode, text: Text, cause?: unknown): TramaError =>
  new TramaError(code, text.pt, { text, cause });

/** Throws `bad_value`. */
export const badValue = (pt: string, en: string): never => {
  throw evaluationError('bad_value', { pt, en });
};

/** Throws `expression_too_expensive`. */
export const tooExpensive = (pt: string, en: string): never => {
  throw evaluationError('expression_too_expensive', { pt, en });
};

/** The engine's own RangeError (stack, string length) is the last line behind the budget: too expensive. */
const ofEngine = (thrown: unknown): TramaError =>
  thrown instanceof RangeError
    ? evaluationError(
        'expression_too_expensive',
        { pt: 'A expressão passou dos limites da máquina', en: 'The expression exceeded the limits of the machine' },
        thrown,
      )
    : evaluationError(
        'bad_value',
        { pt: 'A expressão não pôde ser avaliada', en: 'The expression could not be evaluated' },
        thrown,
      );

/** What a caller sees of anything thrown while evaluating: a `TramaError` whose message is in the language of `locale`. */
export const asTramaError = (thrown: unknown, locale: Locale): TramaError => {
  const error = thrown instanceof TramaError ? thrown : ofEngine(thrown);
  if (!error.text || inLocale(error.text, locale) === error.message) return error;
  const { text, details, cause } = error;
  return new TramaError(error.code, inLocale(text, locale), { text, details, cause });
};
