import { z } from 'zod';
import { wordsOf } from '#flow/fault-words.ts';
import { inLocale, type Locale } from '#flow/json.ts';
import { fail } from './fail.ts';

const MESSAGES = { 'pt-BR': z.locales.pt().localeError, en: z.locales.en().localeError } as const;

/** RFC 6901. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

/**
 * A part of the request by its schema.
 * @throws `invalid` with an entry in `errors` for each fault, pointing into the part (`/data/id`), in the caller's language.
 */
export function validate<S extends z.ZodType>(
  schema: S,
  value: unknown,
  part: 'body' | 'query',
  locale: Locale,
): z.output<S> {
  const parsed = schema.safeParse(value, { error: MESSAGES[locale] });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.slice(0, 50).map((issue) => {
    const words = wordsOf(issue);
    return {
      pointer: part === 'query' ? `?${issue.path.join('.')}` : pointerOf(issue.path),
      code: issue.code,
      message: words ? inLocale(words, locale) : issue.message,
    };
  });
  const first = errors[0];
  const where = first ? `${first.pointer || '/'}: ${first.message}` : '';
  throw fail('invalid', where, where, { errors });
}
