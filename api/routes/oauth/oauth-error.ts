import { TramaError } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';

/** What RFC 6749 §5.2 calls an error of a token endpoint. */
export type OauthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope';

/** The RFC lets a description have neither quotes, backslashes nor anything beyond ASCII. */
const described = (text: string): string => text.replaceAll(/["\\]/g, "'").replaceAll(/[^\x20-\x7e]/g, '');

/**
 * Our error, with what clients of OAuth read beside our own members: `error` and `error_description`, in English as the RFC
 * asks for ASCII. Status and media type stay ours, as with every other call.
 */
export const asOauth = (error: TramaError, name: OauthError): TramaError => {
  const { code, message, errors, text, waitUntil, details } = error;
  const own = typeof details === 'object' && details !== null && !Array.isArray(details) ? details : {};
  const more: Record<string, Json> = { ...own, error: name, error_description: described(message) };
  return new TramaError(code, message, {
    ...{ details: more, cause: error },
    ...(errors === undefined ? {} : { errors }),
    ...(text === undefined ? {} : { text }),
    ...(waitUntil === undefined ? {} : { waitUntil }),
  });
};

const BY_CODE: Readonly<Partial<Record<string, OauthError>>> = {
  malformed: 'invalid_request',
  invalid: 'invalid_request',
  unauthorized: 'invalid_client',
  forbidden: 'unauthorized_client',
  tenant_suspended: 'unauthorized_client',
  address_barred: 'unauthorized_client',
};

const isNamed = ({ details }: TramaError): boolean =>
  typeof details === 'object' && details !== null && 'error_description' in details;

/** What a token endpoint does, with the errors of callers as OAuth names them; what is our failure stays so. */
export const inOauth = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof TramaError && !isNamed(error) ? BY_CODE[error.code] : undefined;
    throw error instanceof TramaError && name !== undefined ? asOauth(error, name) : error;
  }
};
