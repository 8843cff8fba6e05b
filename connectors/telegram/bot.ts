import type { ConnectionValue } from '#flow/contracts/connection-value.ts';
import { failure, TramaError } from '#flow/errors.ts';
import type { Json, JsonObject } from '#flow/json.ts';
import type { ActionServices } from '../action-context.ts';
import type { DialAnswer, Dialer } from '../dialer.ts';

/** A bot, and the way to its server. The token stands in every address: nothing that fails may show one. */
export interface Bot {
  /** `con_…`. */
  connection: string;
  token: string;
  root: string;
  dial: Dialer;
}

/** Of the connection's own server where it names one, else of the product's (`TELEGRAM_API_ROOT`). Fails with `missing_connection`. */
export const botOf = (
  connection: ConnectionValue | null,
  { dial, telegram }: Pick<ActionServices, 'dial' | 'telegram'>,
): Bot => {
  const token = connection?.secret.token;
  if (connection?.connector !== 'telegram' || typeof token !== 'string')
    throw failure('missing_connection', 'Falta a conexão de um bot do Telegram.', 'A Telegram bot is missing.');
  const own = connection.config.apiRoot;
  if (typeof own !== 'string') return { connection: connection.id, token, ...telegram };
  const root = own.replace(/\/+$/, '');
  if (!connection.hosts.includes(new URL(root).host))
    throw failure('address_refused', 'O token não é para este servidor.', 'The token is not for this server.');
  return { connection: connection.id, token, root, dial };
};

export interface CallLimits {
  timeoutMs: number;
  signal?: AbortSignal;
}

/**
 * One call of the Bot API; gives its `result`. Fails with `rate_limited` (429: wait until `retry_after`),
 * `telegram_<status>` (5xx are retried, the rest is for good; `details` has what Telegram said), `connection_failed`, `timeout`.
 */
export const callBot = async (
  { token, root, dial }: Bot,
  method: string,
  params: JsonObject | FormData,
  { timeoutMs, signal }: CallLimits,
): Promise<Json> => {
  const form = params instanceof FormData ? new Response(params) : null;
  const answer = await dial.request({
    method: 'POST',
    url: `${root}/bot${token}/${method}`,
    headers: { 'content-type': form?.headers.get('content-type') ?? 'application/json' },
    body: form ? new Uint8Array(await form.arrayBuffer()) : new TextEncoder().encode(JSON.stringify(params)),
    // A redirect would carry the token to wherever it points.
    followRedirects: 0,
    timeoutMs,
    ...(signal && { signal }),
  });
  const said = readAnswer(answer);
  if (said.ok === true) return said.result ?? null;
  throw refusal(method, answer.status, said);
};

interface Said {
  ok?: Json;
  result?: Json;
  error_code?: Json;
  description?: Json;
  parameters?: Json;
}

/** What is not JSON came from something in front of Telegram: its status is all it says. */
const readAnswer = ({ body }: DialAnswer): Said => {
  try {
    const said = JSON.parse(new TextDecoder().decode(body)) as Json;
    return said !== null && typeof said === 'object' && !Array.isArray(said) ? said : {};
  } catch {
    return {};
  }
};

const refusal = (method: string, httpStatus: number, said: Said): TramaError => {
  const status = typeof said.error_code === 'number' ? said.error_code : httpStatus;
  const description = typeof said.description === 'string' ? said.description.slice(0, 500) : '';
  const parameters =
    said.parameters !== null && typeof said.parameters === 'object' && !Array.isArray(said.parameters)
      ? said.parameters
      : {};
  const details: Json = { status, description, ...parameters };
  if (status === 429) {
    const seconds = typeof parameters.retry_after === 'number' ? parameters.retry_after : DEFAULT_PAUSE_S;
    return failure(
      'rate_limited',
      `O Telegram pediu uma pausa de ${seconds} s.`,
      `Telegram asked for a pause of ${seconds} s.`,
      { details, waitUntil: Date.now() + seconds * 1_000 },
    );
  }
  const text = description || `HTTP ${status}`;
  return failure(`telegram_${status}`, `O Telegram recusou ${method}: ${text}`, `Telegram refused ${method}: ${text}`, {
    details,
    retry: status >= 500 ? 'retry' : 'never',
  });
};

const DEFAULT_PAUSE_S = 5;

/** True for a refusal whose description has these words. Telegram has no finer codes than the status. */
export const refusedWith = (error: unknown, words: RegExp): error is TramaError =>
  error instanceof TramaError &&
  error.code === 'telegram_400' &&
  words.test(String((error.details as JsonObject).description ?? ''));

/** Where a group went that became a supergroup; null for any other failure. */
export const movedTo = (error: unknown): string | null => {
  if (!(error instanceof TramaError) || error.code !== 'telegram_400') return null;
  const { migrate_to_chat_id: to = null } = error.details as JsonObject;
  return to === null ? null : String(to);
};
