import { TramaError } from '#flow/errors.ts';
import { translateError } from '#prisma/database-error.ts';
import { fail } from './fail.ts';

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

/** What Express and its body reader throw; each has a `type` or a `status`. */
function frameworkError(error: unknown): TramaError | null {
  const type = field(error, 'type');
  if (type === 'entity.too.large')
    return fail('too_large', 'O corpo passa do limite.', 'The body is over the limit.', {
      details: { limit: Number(field(error, 'limit') ?? 0) },
    });
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return fail('unsupported_media_type', 'Codificação do corpo não aceita.', 'The encoding of the body is not taken.');
  if (field(error, 'status') === 400 || error instanceof URIError)
    return fail('malformed', 'O endereço ou o corpo não pôde ser lido.', 'The address or the body could not be read.');
  return null;
}

/** Any thrown thing as the one error class; what nobody foresaw is `internal`, and says nothing of itself. */
export function asTramaError(thrown: unknown): TramaError {
  const error = translateError(thrown);
  if (error instanceof TramaError) return error;
  const known = frameworkError(error);
  if (known) return known;
  return fail(
    'internal',
    'Falhamos aqui. O traceId ajuda a achar a causa.',
    'We failed. The traceId finds the cause.',
    {
      cause: error,
    },
  );
}
