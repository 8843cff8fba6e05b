import { failure } from '#flow/errors.ts';
import type { Json } from '#flow/json.ts';
import type { ActionContext } from '../action.ts';
import type { DialAnswer } from '../dialer.ts';
import { readJson } from '../read-json.ts';
import { decodeWindows1252, isWindows1252 } from '../transform/windows-1252.ts';
import type { HttpConfig } from './config.ts';

const JSON_TYPE = /^(application|text)\/([\w.+-]+\+)?json$/;
const TEXT_TYPE =
  /^text\/|^application\/(xml|javascript|ecmascript|x-www-form-urlencoded|yaml|x-yaml|x-ndjson|graphql)$|\+(xml|yaml)$/;

/** The answer's body as a value: null where it is empty. Fails with `bad_output` on JSON that is none. */
export const answerBody = async (
  answer: DialAnswer,
  how: HttpConfig['response'],
  context: ActionContext,
): Promise<Json> => {
  if (answer.body.length === 0) return null;
  switch (how) {
    case 'json':
      return readJson(decoded(answer.body, 'utf-8'));
    case 'text':
      return decoded(answer.body, charset(answer));
    case 'file':
      return await kept(answer, context);
    case 'auto':
      return await byType(answer, context);
  }
};

const byType = async (answer: DialAnswer, context: ActionContext): Promise<Json> => {
  const type = mediaType(answer);
  if (JSON_TYPE.test(type)) return readJson(decoded(answer.body, 'utf-8'));
  if (TEXT_TYPE.test(type)) return decoded(answer.body, charset(answer));
  if (type === '') {
    const text = utf8(answer.body);
    if (text !== null) return text;
  }
  return await kept(answer, context);
};

/** Body of an answer that is a failure, for `errors.<id>.details`: whatever can be read of it, cut to a size that fits a trace. */
export const failureBody = (answer: DialAnswer): Json => {
  if (answer.body.length === 0) return null;
  const text = utf8(answer.body) ?? `(${answer.body.length} bytes)`;
  if (text.length > MOST_FAILURE_TEXT) return `${text.slice(0, MOST_FAILURE_TEXT)}…`;
  try {
    return readJson(text);
  } catch {
    return text; // proxies answer failures in HTML whatever the API speaks
  }
};

const MOST_FAILURE_TEXT = 64 * 1024;

const mediaType = (answer: DialAnswer): string =>
  (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const charset = (answer: DialAnswer): string =>
  /charset="?([\w-]+)"?/i.exec(answer.headers['content-type'] ?? '')?.[1]?.toLowerCase() ?? 'utf-8';

const decoded = (bytes: Uint8Array, label: string): string => {
  if (isWindows1252(label)) return decodeWindows1252(bytes);
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes); // a charset that nobody knows
  }
};

const utf8 = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};

const kept = async (answer: DialAnswer, { services, tenant }: ActionContext): Promise<Json> => {
  if (!services.files)
    throw failure(
      'files_not_available',
      'A resposta é um arquivo, e arquivos ainda não são guardados aqui.',
      'The answer is a file, and files are not kept here yet.',
      { details: { status: answer.status, size: answer.body.length } },
    );
  const type = mediaType(answer) || 'application/octet-stream';
  return { ...(await services.files.put(tenant.id, { bytes: answer.body, name: fileName(answer), type })) };
};

const fileName = (answer: DialAnswer): string => {
  const named = /filename="?([^";]+)"?/i.exec(answer.headers['content-disposition'] ?? '')?.[1];
  const last = new URL(answer.url).pathname.split('/').at(-1);
  return (named || last || 'file').replace(/[/\\\0]/g, '_').slice(0, 200);
};
