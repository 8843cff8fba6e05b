import { z } from 'zod';
import { failure } from './failure.ts';

const portuguese = z.locales.pt().localeError;

/** The value as the schema reads it. Fails with `code`, each error at its pointer; no message holds a value, which may be secret. */
export const fit = <S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: 'bad_config' | 'bad_output' | 'invalid',
): z.output<S> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => ({
    pointer: issue.path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join(''),
    code: issue.code ?? 'invalid',
    message: issue.message,
  }));
  const at = errors[0]?.pointer ? `${errors[0].pointer}: ` : '';
  const pt = schema.safeParse(value, { error: portuguese }).error?.issues[0]?.message ?? '';
  throw failure(code, `${at}${pt}`, `${at}${errors[0]?.message ?? ''}`, { errors, details: { errors } });
};
