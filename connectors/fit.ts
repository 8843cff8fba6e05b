import { z } from 'zod';
import { failure } from '#flow/errors.ts';
import type { Locale } from '#flow/json.ts';

const portuguese = z.locales.pt().localeError;

/**
 * The value as the schema reads it. Fails with `code`, each error at its pointer and in the locale of whoever reads it; no
 * message holds a value, which may be secret.
 */
export const fit = <S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: 'bad_config' | 'bad_output' | 'invalid',
  locale: Locale = 'en',
): z.output<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const inPortuguese = schema.safeParse(value, { error: portuguese }).error?.issues ?? [];
  const told = locale === 'en' ? parsed.error.issues : inPortuguese;
  const errors = told.map((issue) => ({
    pointer: issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    code: issue.code ?? 'invalid',
    message: issue.message,
  }));
  const at = errors[0]?.pointer ? `${errors[0].pointer}: ` : '';
  const [pt, en] = [inPortuguese, parsed.error.issues].map((issues) => `${at}${issues[0]?.message ?? ''}`);
  throw failure(code, pt ?? '', en ?? '', { errors, details: { errors } });
};
